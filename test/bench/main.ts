import { mkdir, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '#platform';
import { runProgram, UsageError } from '../support/program.js';
import { Bench, type BenchPlan } from './bench.js';
import { benchAccept } from './parts/accept.js';
import { benchExports } from './parts/exports.js';
import { benchFanOut } from './parts/fan-out.js';
import { benchHotMerchant } from './parts/hot-merchant.js';
import { benchLists } from './parts/lists.js';
import { benchLogIns } from './parts/log-ins.js';
import { benchManyRows } from './parts/many-rows.js';
import { benchPayPage } from './parts/pay-page.js';
import { benchSettle } from './parts/settle.js';
import { benchStartUp } from './parts/start-up.js';
import { benchSustained } from './parts/sustained.js';
import { benchWebhooks } from './parts/webhooks.js';
import { table, type PartReport } from './report.js';

const PARTS: Readonly<Record<string, (bench: Bench) => Promise<PartReport>>> = {
  accept: benchAccept,
  settle: benchSettle,
  'hot-merchant': benchHotMerchant,
  webhooks: benchWebhooks,
  'fan-out': benchFanOut,
  lists: benchLists,
  exports: benchExports,
  'pay-page': benchPayPage,
  'many-rows': benchManyRows,
  'log-ins': benchLogIns,
  'start-up': benchStartUp,
  sustained: benchSustained,
};

const USAGE = `npm run bench -- [--quick] [--parts ${Object.keys(PARTS).join(',')}] [--pairs n] [--seconds n] [--share n] [--profile]
The share is that of the maximum at which \`sustained\` goes on, in percent: 80.
Queues are measured on Redis as well when REDIS_URL is given.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readPlan(): { plan: BenchPlan; parts: string[] } {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean', default: false },
      parts: { type: 'string', default: Object.keys(PARTS).join(',') },
      pairs: { type: 'string' },
      seconds: { type: 'string' },
      share: { type: 'string', default: '80' },
      profile: { type: 'boolean', default: false },
    },
  });
  const isQuick = values.quick;
  const plan: BenchPlan = {
    isQuick,
    pairs: Number(values.pairs ?? (isQuick ? 2 : 5)),
    seconds: Number(values.seconds ?? (isQuick ? 2 : 8)),
    share: Number(values.share) / 100,
    warmUpRequests: isQuick ? 1500 : 6000,
    redisUrl: process.env['REDIS_URL'] || null,
    profiles: values.profile,
  };
  const parts = values.parts.split(',');
  const isSound =
    Number.isInteger(plan.pairs) &&
    plan.pairs > 0 &&
    plan.seconds > 0 &&
    plan.share > 0 &&
    parts.every((part) => part in PARTS);
  if (!isSound) throw new UsageError();
  return { plan, parts };
}

async function main(): Promise<void> {
  const { plan, parts } = readPlan();
  const startedAt = new Date();
  const reports: PartReport[] = [];
  const bench = await Bench.start(plan, say);
  try {
    for (const part of parts) {
      const report = await PARTS[part]?.(bench);
      if (!report) continue;
      reports.push(report);
      say(table(report));
    }
  } finally {
    await bench.stop();
  }
  const [cpu] = cpus();
  const machine = { cpus: cpus().length, model: cpu?.model, memoryBytes: totalmem(), node: process.version };
  const folder = join(projectRoot(), 'test', 'bench', 'results');
  const file = join(folder, `${startedAt.toISOString().replaceAll(':', '-')}.json`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, JSON.stringify({ startedAt, machine, plan, reports }, null, 2));
  say(`\nWritten to ${file}`);
  // A goal that is missed is news; a measurement that does not count is a failure.
  process.exitCode = reports.some(({ problems }) => problems.length > 0) ? 1 : 0;
}

await runProgram(USAGE, main);
