import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '#platform';
import { freePortBase } from '../../support/platform-processes/platform-stage.js';
import type { Bench } from '../bench.js';
import { median } from '../latencies.js';
import { cpuMs } from '../process-usage.js';
import type { Line, PartReport } from '../report.js';

const READY = 'The platform is ready';
/** What a fresh clone has, once its packages are installed. */
const CLONED = ['apps', 'libs', 'contracts', 'migrations', 'package.json', '.swcrc', 'tsconfig.json'];

/** From the start of a process until it can be used: of api and worker, and of everything at once. */
export async function benchStartUp(bench: Bench): Promise<PartReport> {
  const url = await bench.newDatabase('start_up');
  const times = bench.plan.isQuick ? 3 : 10;
  const api = await startUps(bench, url, 'api', times);
  const worker = await startUps(bench, url, 'worker', times);
  const all = await npmStarts(bench);
  return {
    part: `From the start of a process until it is ready (${times} times)`,
    lines: [
      lineOf('api', api),
      lineOf('worker', worker),
      { what: 'npm start in a fresh clone: compiles, makes its database', platform: seconds(all.first) },
      { what: 'npm start, the second time', platform: seconds(all.second) },
    ],
    data: { api, worker, all },
    problems: [],
  };
}

interface StartUp {
  readonly ms: number;
  /** Says more than the time where others keep the machine busy. */
  readonly cpuMs: number;
}

async function startUps(bench: Bench, url: string, app: 'api' | 'worker', times: number): Promise<StartUp[]> {
  const starts: StartUp[] = [];
  const child = bench.platformProcess(app, url);
  try {
    while (starts.length < times) {
      const begunAt = performance.now();
      await child.start();
      starts.push({ ms: performance.now() - begunAt, cpuMs: cpuMs(child.pid) });
      await child.stop();
    }
  } finally {
    await child.kill();
  }
  bench.say(`  start-up of the ${app}: ${starts.map(({ ms }) => seconds(ms)).join(', ')}`);
  return starts;
}

/** As somebody who has just installed the packages, in a copy of the project and with nothing else there yet. */
async function npmStarts(bench: Bench): Promise<{ readonly first: number; readonly second: number }> {
  const root = projectRoot();
  const clone = await mkdtemp(join(tmpdir(), 'bench-clone-'));
  // PostgreSQL runs as an unprivileged account where we are root, and has to pass through.
  await chmod(clone, 0o755);
  try {
    await Promise.all(CLONED.map((name) => cp(join(root, name), join(clone, name), { recursive: true })));
    await symlink(join(root, 'node_modules'), join(clone, 'node_modules'), 'junction');
    const first = await npmStart(clone);
    const second = await npmStart(clone);
    bench.say(`  npm start: ${seconds(first)}, then ${seconds(second)}`);
    return { first, second };
  } finally {
    await rm(clone, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Resolves to milliseconds, when the platform has been stopped again. */
async function npmStart(directory: string): Promise<number> {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  const portBase = String(await freePortBase());
  const begunAt = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd: directory,
    env: { PATH, HOME, TMPDIR, LANG, PORT_BASE: portBase, DATA_DIR: join(directory, 'data') },
    // A terminal sends its signals to all processes of the command; here a group of its own stands for it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(npm, 'close');
  let said = '';
  const ready = new Promise<boolean>((resolve) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(READY)) resolve(true);
      });
    }
    void ended.then(() => resolve(false));
  });
  if (!(await ready)) throw new Error(`npm start ended before the platform was ready:\n${said}`);
  const readyInMs = performance.now() - begunAt;
  process.kill(-(npm.pid ?? 0), 'SIGTERM');
  await ended;
  return readyInMs;
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

const lineOf = (app: string, starts: readonly StartUp[]): Line => {
  const times = starts.map(({ ms }) => ms);
  const cpu = median(starts.map(({ cpuMs: used }) => used));
  return {
    what: `${app}, median and worst`,
    platform: `${seconds(median(times))}, ${seconds(Math.max(...times))} (${seconds(cpu)} of CPU)`,
  };
};
