import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { runProgram, UsageError } from '../support/program.js';
import { SeededRandom } from '../chaos/seeded-random.js';
import { Assault, type AssaultPlan } from './assault.js';
import { Merchants } from './merchants.js';
import { attackBooks } from './parts/books.js';
import { attackCallbacks } from './parts/callbacks.js';
import { attackCards } from './parts/cards.js';
import { attackFormulas } from './parts/formulas.js';
import { attackGuesses } from './parts/guesses.js';
import { attackLines } from './parts/lines.js';
import { attackOperations } from './parts/operations.js';
import { attackOracles } from './parts/oracles.js';
import { attackOthers } from './parts/others.js';
import { attackPayers } from './parts/payers.js';
import { attackReceivers } from './parts/receivers.js';
import { attackWithPoison } from './parts/poison.js';
import { attackRepeats } from './parts/repeats.js';
import { attackSql } from './parts/sql.js';
import { attackTokens } from './parts/tokens.js';
import { attackUploads } from './parts/uploads.js';
import { attackWire } from './parts/wire.js';
import { Gun } from './shot.js';
import { findTarget, SETTINGS_NEEDED, startTarget, type Target } from './stage.js';

/** In their order: the books are looked at when all others have done what they can. */
const PARTS: Readonly<Record<string, (assault: Assault) => Promise<void>>> = {
  operations: attackOperations,
  wire: attackWire,
  tokens: attackTokens,
  guesses: attackGuesses,
  oracles: attackOracles,
  others: attackOthers,
  payers: attackPayers,
  uploads: attackUploads,
  receivers: attackReceivers,
  callbacks: attackCallbacks,
  repeats: attackRepeats,
  sql: attackSql,
  formulas: attackFormulas,
  lines: attackLines,
  cards: attackCards,
  poison: attackWithPoison,
  books: attackBooks,
};

const USAGE = `npm run attack -- [--seed n] [--requests n] [--short] [--only ${Object.keys(PARTS).join(',')}] [--running]
--running attacks the platform that npm start runs here, which must have been started with
  ${SETTINGS_NEEDED}`;
const REQUESTS = 20_000;
const REQUESTS_SHORT = 2500;
const FINDINGS_SHOWN = 20;
const SLOW_MS = 2000;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function readPlan(): { plan: AssaultPlan; parts: string[]; running: boolean } {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      requests: { type: 'string' },
      only: { type: 'string', default: Object.keys(PARTS).join(',') },
      short: { type: 'boolean', default: false },
      running: { type: 'boolean', default: false },
    },
  });
  const { short, running } = values;
  const parts = values.only.split(',');
  const plan = {
    seed: Number(values.seed),
    requests: Number(values.requests ?? (short ? REQUESTS_SHORT : REQUESTS)),
    short,
    slowMs: SLOW_MS,
  };
  const isSound =
    [plan.seed, plan.requests].every((number) => Number.isSafeInteger(number) && number >= 0) &&
    parts.every((part) => Object.hasOwn(PARTS, part));
  if (!isSound) throw new UsageError();
  return { plan, parts, running };
}

async function attack(target: Target, plan: AssaultPlan, name: string): Promise<Assault> {
  const gun = new Gun();
  // Each part chooses as if it were alone: one that is run by itself does the same.
  const random = new SeededRandom(plan.seed);
  const assault = new Assault(target, gun, new Merchants(target, gun, random), random, plan);
  const began = performance.now();
  try {
    await PARTS[name]?.(assault);
  } catch (error) {
    assault.blame(`the part broke off: ${(error as Error).stack}`);
  } finally {
    await gun.close();
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const { findings } = assault;
  say(`${findings.length === 0 ? '✓' : '✗'} ${name.padEnd(11)} ${seconds.padStart(6)} s  ${assault.summary}`);
  if (assault.answers !== '') say(`  ${' '.repeat(11)}           ${assault.answers}`);
  for (const { what, how } of findings.slice(0, FINDINGS_SHOWN)) say(`\n  ✗ ${what}\n    ${how}`);
  if (findings.length > FINDINGS_SHOWN) say(`\n    and ${findings.length - FINDINGS_SHOWN} more`);
  return assault;
}

async function main(): Promise<void> {
  const { plan, parts, running } = readPlan();
  say(`Attack with seed ${plan.seed}${plan.short ? ', short' : ''}`);
  const target = await (running ? findTarget() : startTarget());
  let findings = 0;
  try {
    for (const part of parts) findings += (await attack(target, plan, part)).findings.length;
  } finally {
    await target.stop();
  }
  const again = `npm run attack -- --seed ${plan.seed}${plan.short ? ' --short' : ''} --requests ${plan.requests}`;
  say(findings === 0 ? '\nIt holds.' : `\n${findings} findings. Again with: ${again}`);
  process.exitCode = findings === 0 ? 0 : 1;
}

await runProgram(USAGE, main);
