import { execFile } from 'node:child_process';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.js';

const run = promisify(execFile);
const FAST_SHUTDOWN_MS = 10_000;
const IMMEDIATE_SHUTDOWN_MS = 5_000;

/**
 * Makes this process the only one that runs a server on the data directory.
 * Throws directory_in_use while the process that claimed it before is alive; a dead one's claim is taken over.
 */
export async function claim(dataDir: string): Promise<() => Promise<void>> {
  const path = `${dataDir}.owner`;
  const own = `${process.pid} ${await startedAt(process.pid)}`;
  for (;;) {
    if (await createWhole(path, own)) return () => rm(path, { force: true });
    const holder = await readFile(path, 'utf8').catch(() => '');
    const pid = Number.parseInt(holder, 10);
    if (pid > 0 && holder === `${pid} ${await startedAt(pid)}`) {
      throw new EmbeddedPostgresError(
        'directory_in_use',
        `The database in ${dataDir} is in use by another platform on this machine (process ${pid}): stop it or choose another DATA_DIR.`,
      );
    }
    await rm(path, { force: true });
  }
}

/** Makes a file unless it exists; nobody ever sees it half written. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, text);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** When a process began, in the system's own words: together with its id it names one process for ever. */
async function startedAt(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // Field 22; the name in field 2 may hold spaces and brackets, so fields are counted behind its last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  }
  return run('ps', ['-o', 'lstart=', '-p', String(pid)]).then(
    ({ stdout }) => stdout.trim(),
    () => '',
  );
}

/** Stops the server that a killed launcher left running on the data directory, and forgets one that is long gone. */
export async function stopLeftover(dataDir: string, log: (message: string) => void): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(lockFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0)) return;
  if (!(await servesDirectory(pid, dataDir))) {
    // PostgreSQL recognises a dead process itself, but takes any other program that got the same id for a server.
    if ((await startedAt(pid)) !== '') await rm(lockFile, { force: true });
    return;
  }
  log(`stopping the PostgreSQL that an earlier start left behind (process ${pid})`);
  if (await endsAfter('SIGINT', FAST_SHUTDOWN_MS, pid, dataDir)) return;
  if (await endsAfter('SIGQUIT', IMMEDIATE_SHUTDOWN_MS, pid, dataDir)) return;
  throw new EmbeddedPostgresError(
    'directory_in_use',
    `The PostgreSQL that an earlier start left behind (process ${pid}) does not stop: end it and start again.`,
  );
}

async function endsAfter(signal: NodeJS.Signals, withinMs: number, pid: number, dataDir: string): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
  for (const deadline = Date.now() + withinMs; Date.now() < deadline; await delay(20)) {
    if (!(await servesDirectory(pid, dataDir))) return true;
  }
  return false;
}

async function servesDirectory(pid: number, dataDir: string): Promise<boolean> {
  const command =
    process.platform === 'linux'
      ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
      : await run('ps', ['-o', 'args=', '-p', String(pid)]).then(
          ({ stdout }) => stdout,
          () => '',
        );
  return command.includes('postgres') && command.includes(dataDir);
}
