import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 120_000;

/** The platform that runs here already, or one that is started for the demonstration and stopped after it. */
export async function findOrStartPlatform() {
  const running = await readPlatform(join(process.env.DATA_DIR ?? join(ROOT, '.data')));
  if (running && (await answers(running))) return { ...running, stop: () => Promise.resolve() };
  return startPlatform();
}

/** A platform of its own, with these settings beside those of the environment; `stop` ends it and removes its data. */
export async function startPlatform(settings = {}) {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'mobile-money-demo-'));
  const ports = { PORT_BASE: String(await freePortBase()) };
  const environment = { ...process.env, ...ports, ...settings, DATA_DIR: dataDirectory };
  const child = spawn(process.execPath, [join(ROOT, 'apps/launcher/start.mjs')], { cwd: ROOT, env: environment });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(dataDirectory, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const platform = await readPlatform(dataDirectory);
    if (platform && (await answers(platform))) return { ...platform, dataDirectory, stop };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await stop();
  throw new Error(`The platform did not start:\n${output}`);
}

async function readPlatform(dataDirectory) {
  const text = await readFile(join(dataDirectory, 'platform.json'), 'utf8').catch(() => null);
  return text && { ...JSON.parse(text), dataDirectory };
}

const answers = (platform) =>
  fetch(`${platform.doors.dashboard.docs}/openapi.json`).then(
    (answer) => answer.ok,
    () => false,
  );

/** The first of a row of ports that are all free: the platform counts its ports from it. */
async function freePortBase() {
  for (let base = 13_000; base < 60_000; base += 50) {
    const taken = await Promise.all([0, 1, 2, 3, 10, 11, 20, 25, 26, 32].map((offset) => isTaken(base + offset)));
    if (!taken.includes(true)) return base;
  }
  throw new Error('No free ports were found');
}

const isTaken = (port) =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(true));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(false)));
  });
