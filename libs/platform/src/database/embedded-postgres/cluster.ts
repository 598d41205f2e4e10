import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './error.js';

const run = promisify(execFile);

/** The role that owns everything, and the database that the platform lives in. */
export const ROLE = 'platform';
export const DATABASE = 'platform';

/** A data directory, who may touch it, and the programs that serve it. */
export interface Cluster {
  readonly dataDir: string;
  readonly durable: boolean;
  readonly account: Account | null;
  readonly binaries: Binaries;
}

const MEGABYTE = 2 ** 20;
/** PostgreSQL's own value. */
const SHARED_BUFFERS_MIN_MB = 128;
/** The machine is also a developer's. */
const SHARED_BUFFERS_MAX_MB = 2048;

/**
 * How much of the memory that the server may use caches pages: a quarter, as PostgreSQL advises. It is taken when it is
 * needed. With 128 MB and 30,000 payments behind it each payment read three pages anew and wrote others back to have room
 * for them: a sixth fewer were settled than in a gigabyte, and the slowest in a hundred took 126 ms instead of 73.
 */
export function sharedBuffersOf(memoryBytes: number): string {
  const quarterMb = Math.floor(memoryBytes / MEGABYTE / 4);
  return `${Math.min(Math.max(quarterMb, SHARED_BUFFERS_MIN_MB), SHARED_BUFFERS_MAX_MB)}MB`;
}

/** What the machine has, or what a container leaves of it, where Node can tell. */
const memoryBytes = (): number => Math.min(totalmem(), process.constrainedMemory() || Infinity);

/** Settings that are given at each start, so that an older data directory follows the code. */
export function serverSettings(durable: boolean): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Statements and details carry names and phone numbers, which do not belong into a log file.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(durable
      ? {
          max_connections: '200',
          shared_buffers: sharedBuffersOf(memoryBytes()),
          // Under load as it comes, a checkpoint a minute had every page written into the log again, and vacuum, which comes
          // by once a minute as well, took what the payments of these seconds needed. As in docker/compose.yaml.
          max_wal_size: '4GB',
          checkpoint_timeout: '15min',
          autovacuum_vacuum_cost_delay: '10ms',
        }
      : {
          max_connections: '400',
          shared_buffers: `${SHARED_BUFFERS_MIN_MB}MB`,
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          wal_level: 'minimal',
          max_wal_senders: '0',
          // A throwaway lives for minutes: looking after its databases would be work for nothing, at moments of its own.
          autovacuum: 'off',
        }),
  };
}

/** Makes the data directory unless it exists. Returns the password of the role that owns everything. */
export async function prepareCluster(cluster: Cluster, log: (message: string) => void): Promise<string> {
  const passwordFile = `${cluster.dataDir}.password`;
  const version = await readFile(join(cluster.dataDir, 'PG_VERSION'), 'utf8').catch(() => null);
  if (version === null) {
    log('making a new PostgreSQL data directory');
    return makeCluster(cluster, passwordFile);
  }
  if (version.trim() !== cluster.binaries.major) {
    throw new EmbeddedPostgresError(
      'directory_unusable',
      `The database in ${cluster.dataDir} was made by PostgreSQL ${version.trim()} and this is ${cluster.binaries.major}: ` +
        'carry it over with pg_dump and pg_restore or choose another DATA_DIR.',
    );
  }
  try {
    return await readFile(passwordFile, 'utf8');
  } catch {
    throw new EmbeddedPostgresError(
      'directory_unusable',
      `The password of the database in ${cluster.dataDir} cannot be read from ${passwordFile}: put the file back or choose another DATA_DIR.`,
    );
  }
}

async function makeCluster({ dataDir, durable, account, binaries }: Cluster, passwordFile: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  const draft = `${dataDir}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await chmod(passwordFile, 0o600);
  if (account) await Promise.all([draft, passwordFile].map((path) => chown(path, account.uid, account.gid)));
  const options = ['--username', ROLE, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8'];
  // The built-in locale sorts and folds case alike on every machine, whatever its C library and ICU know.
  options.push('--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C', '--no-instructions');
  if (!durable) options.push('--no-sync');
  try {
    await run(binaries.initdb, ['--pgdata', draft, ...options], { ...account, cwd: '/' });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const reason = /error: (.*)/.exec(stderr ?? '')?.[1] ?? message;
    throw new EmbeddedPostgresError('directory_unusable', `The database in ${dataDir} could not be made: ${reason}.`);
  }
  // What was interrupted half-way is never taken for a data directory: only a whole one gets its name.
  await rename(draft, dataDir);
  return password;
}
