import { parseArgs } from 'node:util';
import { runProgram, UsageError } from '../support/program.js';
import { BROKEN_DESIGNS } from './broken-designs.js';
import { REQUESTS_MAX } from './operator-books.js';
import { rehearse, type ChaosPlan } from './rehearsal.js';

const USAGE = `npm run chaos -- [--long] [--seed n] [--payments n] [--faults n] [--only part-of-their-names] [--redis]
                [--control ${Object.keys(BROKEN_DESIGNS).join('|')}]`;

const SHORT = { payments: '2000', faults: '30' };
const LONG = { payments: '10000', faults: '80' };

const say = (line: string): void =>
  void process.stdout.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s  ${line}\n`);

function readPlan(): ChaosPlan {
  const { values } = parseArgs({
    options: {
      long: { type: 'boolean', default: false },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      payments: { type: 'string' },
      faults: { type: 'string' },
      only: { type: 'string' },
      redis: { type: 'boolean', default: false },
      control: { type: 'string' },
    },
  });
  const design = BROKEN_DESIGNS[values.control ?? ''];
  const size = { ...(values.long ? LONG : SHORT), ...values };
  const plan = {
    seed: Number(values.seed),
    payments: Number(size.payments),
    faults: Number(size.faults),
    only: values.only ?? design?.only ?? '',
    redis: values.redis,
    control: design ?? null,
  };
  const isSound =
    [plan.seed, plan.payments, plan.faults].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    plan.payments <= REQUESTS_MAX &&
    plan.faults > 0 &&
    (values.control === undefined || design !== undefined);
  if (!isSound) throw new UsageError();
  return plan;
}

async function main(): Promise<void> {
  const plan = readPlan();
  const again = `npm run chaos -- ${process.argv.includes('--seed') ? '' : `--seed ${plan.seed} `}${process.argv.slice(2).join(' ')}`;
  say(`Chaos with seed ${plan.seed}${plan.control ? ' on a broken design' : ''}`);
  const { findings, unnoticed } = await rehearse(plan, say);
  for (const { check, details } of findings) {
    say(`\n✗ ${check}`);
    for (const detail of details.slice(0, 10)) say(`    ${detail}`);
    if (details.length > 10) say(`    and ${details.length - 10} more`);
  }
  if (plan.control) {
    const { noticedBy } = plan.control;
    const isNoticed = findings.some(({ check }) => check === noticedBy);
    say(
      isNoticed
        ? `\nThe broken design was noticed: ${noticedBy}`
        : `\n✗ The broken design went unnoticed: ${noticedBy}`,
    );
    process.exitCode = isNoticed ? 0 : 1;
    return;
  }
  for (const damage of unnoticed) say(`\n✗ a damage went unnoticed: ${damage}`);
  const isSound = findings.length === 0 && unnoticed.length === 0;
  say(isSound ? '\nEverything holds.' : `\nIt does not hold. Again with: ${again.trim()}`);
  process.exitCode = isSound ? 0 : 1;
}

await runProgram(USAGE, main);
