import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { DATABASE, ROLE, serverSettings, type Cluster } from './cluster.js';
import { EmbeddedPostgresError } from './error.js';

const START_LIMIT_MS = 60_000;
const ORPHANS_LIMIT_MS = 10_000;
const FAST_SHUTDOWN_MS = 8_000;
const IMMEDIATE_SHUTDOWN_MS = 3_000;
const KEPT_LOG_BYTES = 10_000_000;

export interface Server {
  readonly url: string;
  readonly pid: number;
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

interface Attempt {
  readonly child: ChildProcess;
  readonly ended: Promise<void>;
  /** What the server has written to its log file since this attempt began. */
  readonly said: () => Promise<string>;
}

/** Starts the server and waits until it answers. Throws EmbeddedPostgresError. */
export async function startServer(cluster: Cluster, port: number, password: string): Promise<Server> {
  const url = `postgres://${ROLE}:${password}@127.0.0.1:${port}/${DATABASE}`;
  for (const began = Date.now(); ; await delay(100)) {
    const attempt = await spawnServer(cluster, port);
    const pid = attempt.child.pid;
    if (pid !== undefined && (await answers(attempt, url))) {
      // From here on the server is no reason for this process to stay: stop() and the watchdog see to its end.
      attempt.child.unref();
      return { url, pid, ended: attempt.ended, stop: () => stopServer(attempt, cluster.durable) };
    }
    const said = await attempt.said();
    // Sessions of a server that was killed outlive it for a moment, and their memory bars the way.
    if (said.includes('pre-existing shared memory block') && Date.now() - began < ORPHANS_LIMIT_MS) continue;
    throw startProblem(said, port, cluster);
  }
}

async function spawnServer({ dataDir, durable, account, binaries }: Cluster, port: number): Promise<Attempt> {
  const logFile = `${dataDir}.log`;
  const size = await stat(logFile).then(
    (found) => found.size,
    () => 0,
  );
  const kept = size < KEPT_LOG_BYTES;
  const log = await open(logFile, kept ? 'a' : 'w', 0o600);
  const settings = Object.entries(serverSettings(durable)).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(binaries.postgres, ['-D', dataDir, '-p', String(port), ...settings], {
    ...account,
    cwd: '/',
    // A session of its own keeps the terminal's Ctrl-C away from the server, whose users end before it.
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await log.close();
  return { child, ended, said: async () => (await readFile(logFile)).subarray(kept ? size : 0).toString() };
}

/** Waits until the server answers and makes the platform's database where there is none; false when the server ended. */
async function answers({ child, ended }: Attempt, url: string): Promise<boolean> {
  let over = false;
  void ended.then(() => (over = true));
  for (const began = Date.now(); !over; await delay(20)) {
    const client = new pg.Client({ connectionString: maintenanceUrl(url), connectionTimeoutMillis: 5000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
      return true;
    } catch (error) {
      if (isStarting(error) && Date.now() - began < START_LIMIT_MS) continue;
      if (over) break;
      child.kill('SIGQUIT');
      await ended;
      throw new EmbeddedPostgresError('not_started', `The embedded PostgreSQL does not answer: ${reasonOf(error)}.`);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

/** The database that every server has from the beginning. */
function maintenanceUrl(url: string): string {
  return Object.assign(new URL(url), { pathname: '/postgres' }).href;
}

function isStarting(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === '57P03';
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function startProblem(said: string, port: number, { dataDir }: Cluster): EmbeddedPostgresError {
  if (said.includes('Address already in use')) return portInUse(port);
  const reason = /(?:FATAL|PANIC|ERROR): +(.*)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1);
  const detail = reason ? `: ${reason}` : '';
  return new EmbeddedPostgresError(
    'not_started',
    `The embedded PostgreSQL did not start${detail} (see ${dataDir}.log).`,
  );
}

export function portInUse(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'port_in_use',
    `Port ${port}, which the embedded PostgreSQL needs, is in use by another program: stop it or choose another PORT_BASE.`,
  );
}

async function stopServer({ child, ended }: Attempt, durable: boolean): Promise<void> {
  child.ref();
  let over = child.exitCode !== null || child.signalCode !== null;
  void ended.then(() => (over = true));
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_SHUTDOWN_MS],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
  ];
  for (const [signal, withinMs] of durable ? steps : steps.slice(1)) {
    if (over) return;
    child.kill(signal);
    await Promise.race([ended, delay(withinMs, undefined, { ref: false })]);
  }
  if (over) return;
  child.kill('SIGKILL');
  await ended;
}
