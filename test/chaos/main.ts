import { parseArgs } from 'node:util';
import { BROKEN_DESIGNS, type BrokenDesign } from './controls.js';
import { REQUESTS_MAX } from './operator-books.js';
import { rehearse, TARGETS, type ChaosPlan, type TargetName } from './rehearsal.js';

const USAGE = `npm run chaos -- [--seed n] [--payments n] [--kills n] [--targets ${TARGETS.join(',')}]
                [--failing-receivers share] [--control ${Object.keys(BROKEN_DESIGNS).join('|')}]`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readPlan(): ChaosPlan {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      payments: { type: 'string', default: '240' },
      kills: { type: 'string', default: '12' },
      targets: { type: 'string', default: 'api,worker' },
      'failing-receivers': { type: 'string', default: '0.2' },
      control: { type: 'string' },
    },
  });
  const control = values.control as BrokenDesign | undefined;
  const targets = values.targets.split(',') as TargetName[];
  const plan = {
    seed: Number(values.seed),
    payments: Number(values.payments),
    kills: Number(values.kills),
    targets,
    failingReceivers: Number(values['failing-receivers']),
    control: control ?? null,
  };
  const isSound =
    [plan.seed, plan.payments, plan.kills].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    plan.payments < REQUESTS_MAX &&
    plan.kills > 0 &&
    plan.failingReceivers >= 0 &&
    plan.failingReceivers < 1 &&
    targets.every((target) => TARGETS.includes(target)) &&
    (control === undefined || control in BROKEN_DESIGNS);
  if (!isSound) throw new RangeError(USAGE);
  return plan;
}

async function main(): Promise<void> {
  const plan = readPlan();
  say(`Chaos with seed ${plan.seed}${plan.control ? ` on a broken design: ${plan.control}` : ''}`);
  const { findings, unnoticed } = await rehearse(plan, say);
  for (const { check, details } of findings) {
    say(`\n✗ ${check}`);
    for (const detail of details.slice(0, 10)) say(`    ${detail}`);
    if (details.length > 10) say(`    and ${details.length - 10} more`);
  }
  if (plan.control) {
    const { noticedBy } = BROKEN_DESIGNS[plan.control];
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
  say(isSound ? '\nEverything holds.' : `\nIt does not hold. Again with: npm run chaos -- --seed ${plan.seed}`);
  process.exitCode = isSound ? 0 : 1;
}

await main();
