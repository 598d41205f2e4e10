import { parseArgs } from 'node:util';
import { Drill, DrillCannotRun, type DrillPlan, type Say } from './drill.js';
import { keysDrill } from './keys.js';
import { migrateDrill } from './migrate.js';
import { outageDrill } from './outage.js';
import { restartDrill } from './restart.js';
import { restoreDrill } from './restore.js';

type Run = (drill: Drill, plan: DrillPlan) => Promise<void>;

const DRILLS: Readonly<Record<string, Run>> = {
  keys: keysDrill,
  migrate: migrateDrill,
  outage: outageDrill,
  restart: restartDrill,
  restore: restoreDrill,
};

const FAILED = 1;
const CANNOT_RUN = 2;

const say: Say = (line) => void process.stdout.write(`${line}\n`);

async function run(name: string, plan: DrillPlan): Promise<number> {
  const startedAt = performance.now();
  say(`Drill: ${name}`);
  try {
    await DRILLS[name]?.(new Drill(say), plan);
  } catch (error) {
    const isMissing = error instanceof DrillCannotRun;
    say(isMissing ? error.message : ((error as Error).stack ?? String(error)));
    return isMissing ? CANNOT_RUN : FAILED;
  }
  say(`It holds, in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  return 0;
}

const options = {
  rounds: { type: 'string', default: '1' },
  control: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
const { positionals, values } = parseArgs({ options, allowPositionals: true });
const [name, ...others] = positionals;
const rounds = Number(values.rounds);
if (
  values.help ||
  others.length > 0 ||
  (name !== undefined && !(name in DRILLS)) ||
  (values.control && name !== 'restart') ||
  !Number.isInteger(rounds) ||
  rounds < 1
) {
  say(
    `npm run drill [-- ${Object.keys(DRILLS).join('|')}] [--rounds <of the drill restart>] [--control: restart by killing, which must be seen]`,
  );
  process.exitCode = CANNOT_RUN;
} else {
  for (const one of name === undefined ? Object.keys(DRILLS) : [name]) {
    process.exitCode = await run(one, { rounds, isControl: values.control });
    if (process.exitCode !== 0) break;
  }
}
