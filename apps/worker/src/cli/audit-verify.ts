import { parseArgs } from 'node:util';
import { AuditVerification, type NotedSeal } from '#platform';
import { CommandProblem, counted, type OperationsCommand } from './command.js';

const SHOWN_MAX = 100;

export const AUDIT_VERIFY_USAGE = 'Usage: npm run audit:verify [-- --seal <number>:<hash>]';

/**
 * Compares the audit log with its seals, and names what is not as it was sealed, the first of the log first. With --seal also
 * with a seal that was noted elsewhere: without one nobody sees that the newest seals are gone. Safe at any time, also under load.
 */
export const verifyAuditLog: OperationsCommand = async (core, args, terminal) => {
  const { values } = parseArgs({ args: [...args], options: { seal: { type: 'string' } } });
  const noted = values.seal === undefined ? null : notedSeal(values.seal);
  const { findings, entries, lastSeal, sealedUntil, unsealed } = await core.get(AuditVerification).verify(noted);
  for (const { invariant, where, detail } of findings.slice(0, SHOWN_MAX)) {
    terminal.say(`Broken: ${invariant}. ${where}: ${detail}`);
  }
  if (findings.length > SHOWN_MAX) terminal.say(`… and ${findings.length - SHOWN_MAX} more.`);
  const verdict =
    findings.length === 0 ? 'The audit log is as it was sealed' : counted(findings.length, 'finding', 'findings');
  const seals = counted(lastSeal.number, 'seal', 'seals');
  terminal.say(
    `${verdict}: ${counted(entries, 'entry', 'entries')} under ${seals}, ${counted(unsealed, 'entry', 'entries')} not sealed yet.`,
  );
  if (sealedUntil)
    terminal.say(
      `It is sealed until ${sealedUntil.toISOString()}. To be noted elsewhere: --seal ${lastSeal.number}:${lastSeal.hash}`,
    );
  return findings.length === 0 ? 0 : 1;
};

function notedSeal(text: string): NotedSeal {
  const [, number, hash] = /^([1-9]\d{0,8}):([A-Za-z\d+/]{43}=)$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) throw new CommandProblem(AUDIT_VERIFY_USAGE);
  return { number: Number(number), hash };
}
