import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Money, type Currency } from '#kernel';
import { CompareStatement, RecheckMovement, type OurMovement, type StatementDifference } from '#payments';
import { csvRows, CsvUnreadable } from '#platform';
import {
  PROVIDERS,
  STATEMENT_FIELDS,
  statementReader,
  StatementUnreadable,
  type StatementColumns,
  type StatementLine,
} from '#providers';
import { CommandProblem, counted, type OperationsCommand, type Terminal } from './command.js';

export const STATEMENT_COMPARE_USAGE = `Usage: npm run statement:compare -- <file.csv> --provider ${PROVIDERS.join('|')} --from <time> --to <time>
  [--mode live|sandbox] [--columns ${STATEMENT_FIELDS[0]}=<heading>,…] [--ask]
Times are like 2026-11-22T03:10:00Z; columns are ${STATEMENT_FIELDS.join(', ')}.`;

interface Wanted {
  readonly file: string;
  readonly columns: StatementColumns;
  readonly ask: boolean;
  readonly statement: CompareStatement['statement'];
}

/**
 * Compares a statement that an operator's portal has exported with our books and names each difference. With --ask the
 * operator is first asked about all that it says to have ended otherwise, and its answers are recorded as they always are.
 * Safe to repeat and while the platform runs. Exit code 1 when there are differences.
 */
export const compareStatement: OperationsCommand = async (core, args, terminal) => {
  const wanted = wantedOf(args);
  try {
    if (wanted.ask) await askAgain(core, wanted, terminal);
    const counts = new Map<string, number>();
    const unknown = new Map<string, Money>();
    const read = { lines: 0 };
    for await (const difference of await differences(core, wanted, read)) {
      counts.set(difference.what, (counts.get(difference.what) ?? 0) + 1);
      if (difference.what === 'unknown to us') add(unknown, difference.line);
      terminal.say(sentenceOf(difference));
    }
    for (const [what, sum] of unknown) terminal.say(`Unknown to us, ${what}: ${sum.toString()} in all.`);
    const found = [...counts].map(
      ([what, count]) => `${count.toLocaleString('en')} ${NAMES[what as StatementDifference['what']]}`,
    );
    terminal.say(
      `${counted(read.lines, 'line', 'lines')} compared: ${found.join(', ') || 'all of it is as in our books'}.`,
    );
    return counts.size === 0 ? 0 : 1;
  } catch (error) {
    if (error instanceof CsvUnreadable || error instanceof StatementUnreadable) throw new CommandProblem(error.message);
    throw error;
  }
};

const NAMES: Readonly<Record<StatementDifference['what'], string>> = {
  amount: 'of another amount',
  state: 'that ended otherwise',
  twice: 'that were moved twice',
  'unknown to us': 'unknown to us',
  'unknown to the operator': 'unknown to the operator',
};

/** An end that the operator confirms is recorded with its money, and nothing else is. */
async function askAgain(core: INestApplicationContext, wanted: Wanted, terminal: Terminal): Promise<void> {
  const { provider, mode } = wanted.statement;
  let asked = 0;
  for await (const difference of await differences(core, wanted, { lines: 0 })) {
    if (difference.what !== 'state') continue;
    const { line, ours: movement } = difference;
    if (await core.get(CommandBus).execute(new RecheckMovement(provider, mode, movement, line.token))) asked += 1;
    else
      terminal.say(
        `Not asked about ${ours(movement)}: without the payToken of line ${line.line} it would be sent again.`,
      );
  }
  terminal.say(`The operator was asked about ${counted(asked, 'movement', 'movements')}.`);
}

function differences(core: INestApplicationContext, wanted: Wanted, read: { lines: number }) {
  return core.get(QueryBus).execute(new CompareStatement(wanted.statement, linesOf(wanted, read)));
}

async function* linesOf({ file, columns, statement }: Wanted, read: { lines: number }): AsyncGenerator<StatementLine> {
  const opened = await open(file).catch((error: Error) => {
    throw new CommandProblem(`The statement cannot be read: ${error.message}.`);
  });
  let reader: ReturnType<typeof statementReader> | null = null;
  for await (const { line, cells } of csvRows(opened.createReadStream())) {
    if (reader) {
      read.lines += 1;
      yield reader(line, cells);
    } else reader = statementReader(statement.provider, cells, columns);
  }
  if (!reader) throw new StatementUnreadable('The statement is empty: there is no line with the names of its columns.');
}

function sentenceOf(difference: StatementDifference): string {
  if (difference.what === 'unknown to the operator') return `Unknown to the operator: ${ours(difference.ours)}.`;
  const { line } = difference;
  const theirs = `line ${line.line}, ${line.direction} ${line.amount} ${line.currency} ${line.state} at ${line.time || 'an unknown time'}`;
  if (difference.what === 'unknown to us') {
    const { namesake } = difference;
    const names = `reference ${line.reference || 'none'}, external id ${line.externalId || 'none'}, transaction ${line.transactionId || 'none'}`;
    return `Unknown to us: ${theirs}; ${names}${namesake ? `; of that id there is ${ours(namesake)}` : ''}.`;
  }
  const what = { amount: 'Another amount', state: 'Ended otherwise', twice: 'Moved twice' }[difference.what];
  return `${what}: ${theirs}; here ${ours(difference.ours)}.`;
}

const ours = ({ kind, id, organizationId, reference, status, amount, currency }: OurMovement): string =>
  `${kind} ${id} of organisation ${organizationId}, ${Money.of(amount, currency).toString()} ${status}, reference ${reference}`;

/** By direction and currency; what is no amount is in the lines alone. */
function add(sums: Map<string, Money>, { direction, amount, currency, state }: StatementLine): void {
  if (state !== 'settled') return;
  try {
    const money = Money.of(amount, currency as Currency);
    const what = direction === 'in' ? 'collected' : 'sent';
    const sum = sums.get(`${what} ${currency}`);
    sums.set(`${what} ${currency}`, sum ? sum.plus(money) : money);
  } catch {
    return;
  }
}

/** Throws CommandProblem for what cannot be meant. */
function wantedOf(args: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      provider: { type: 'string' },
      mode: { type: 'string', default: 'live' },
      from: { type: 'string' },
      to: { type: 'string' },
      columns: { type: 'string', default: '' },
      ask: { type: 'boolean', default: false },
    },
  });
  const [file, ...others] = positionals;
  const provider = PROVIDERS.find((name) => name === values.provider);
  const mode = (['live', 'sandbox'] as const).find((one) => one === values.mode);
  const [from, to] = [timeOf(values.from), timeOf(values.to)];
  if (!file || others.length > 0 || !provider || !mode || !from || !to || from >= to)
    throw new CommandProblem(STATEMENT_COMPARE_USAGE);
  return { file, columns: columnsOf(values.columns), ask: values.ask, statement: { provider, mode, from, to } };
}

/** Without its zone a time would be that of whoever asks. */
function timeOf(text: string | undefined): Date | null {
  const time = text !== undefined && /(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? new Date(text) : null;
  return time && !Number.isNaN(time.getTime()) ? time : null;
}

function columnsOf(text: string): StatementColumns {
  const pairs = text.split(',').filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [field = '', heading = ''] = pair.split('=');
      if (!STATEMENT_FIELDS.some((known) => known === field) || heading === '')
        throw new CommandProblem(STATEMENT_COMPARE_USAGE);
      return [field, heading];
    }),
  );
}
