import { QueryBus } from '@nestjs/cqrs';
import { VerifyLedger } from '#ledger';
import type { Finding } from '#platform';
import { VerifyPayments } from '#payments';
import { Database } from '#platform';
import { counted, seconds, type OperationsCommand } from './command.js';

const SHOWN_MAX = 100;

const COUNT = `SELECT (SELECT count(*) FROM ledger_journals)::int AS journals,
  (SELECT count(*) FROM ledger_postings)::int AS postings, (SELECT count(*) FROM payments)::int AS payments`;

export const LEDGER_VERIFY_USAGE = 'Usage: npm run ledger:verify';

/** Recomputes the ledger from its postings and compares payments with it. Safe at any time, also under load. */
export const verifyLedger: OperationsCommand = async (core, _args, terminal) => {
  const queries = core.get(QueryBus);
  const ledger = await timed(() => queries.execute(new VerifyLedger()));
  const payments = await timed(() => queries.execute(new VerifyPayments()));
  const findings = [...ledger.findings, ...payments.findings];
  for (const { invariant, where, detail } of findings.slice(0, SHOWN_MAX)) {
    terminal.say(`Broken: ${invariant}. ${where}: ${detail}`);
  }
  if (findings.length > SHOWN_MAX) terminal.say(`… and ${findings.length - SHOWN_MAX} more.`);
  const verdict = findings.length === 0 ? 'The ledger is sound' : counted(findings.length, 'finding', 'findings');
  terminal.say(`${verdict}: ${await extent(core.get(Database))}.`);
  terminal.say(`The ledger took ${seconds(ledger.tookMs)}, payments took ${seconds(payments.tookMs)}.`);
  return findings.length === 0 ? 0 : 1;
};

async function timed(check: () => Promise<Finding[]>): Promise<{ findings: Finding[]; tookMs: number }> {
  const startedAt = performance.now();
  const findings = await check();
  return { findings, tookMs: performance.now() - startedAt };
}

async function extent(database: Database): Promise<string> {
  const row = await database.first<{ journals: number; postings: number; payments: number }>(COUNT);
  const { journals = 0, postings = 0, payments = 0 } = row ?? {};
  return [
    counted(journals, 'journal', 'journals'),
    counted(postings, 'posting', 'postings'),
    counted(payments, 'payment', 'payments'),
  ].join(', ');
}
