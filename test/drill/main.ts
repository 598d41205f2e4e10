import { Drill, DrillCannotRun, type Say } from './drill.js';
import { keysDrill } from './keys.js';
import { restartDrill } from './restart.js';
import { restoreDrill } from './restore.js';

const DRILLS: Readonly<Record<string, (drill: Drill) => Promise<void>>> = {
  keys: keysDrill,
  restore: restoreDrill,
  restart: restartDrill,
};

const FAILED = 1;
const CANNOT_RUN = 2;

const say: Say = (line) => void process.stdout.write(`${line}\n`);

async function run(name: string): Promise<number> {
  const startedAt = performance.now();
  say(`Drill: ${name}`);
  try {
    await DRILLS[name]?.(new Drill(say));
  } catch (error) {
    const isMissing = error instanceof DrillCannotRun;
    say(isMissing ? error.message : ((error as Error).stack ?? String(error)));
    return isMissing ? CANNOT_RUN : FAILED;
  }
  say(`It holds, in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  return 0;
}

const [name, ...others] = process.argv.slice(2);
if (others.length > 0 || (name !== undefined && !(name in DRILLS))) {
  say(`npm run drill [-- ${Object.keys(DRILLS).join('|')}]`);
  process.exitCode = CANNOT_RUN;
} else {
  for (const one of name === undefined ? Object.keys(DRILLS) : [name]) {
    process.exitCode = await run(one);
    if (process.exitCode !== 0) break;
  }
}
