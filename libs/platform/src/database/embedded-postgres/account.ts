import { execFile } from 'node:child_process';
import { access, constants, readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { EmbeddedPostgresError } from './error.js';

const run = promisify(execFile);

/** An account of the operating system that the server runs as. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Accounts that distributions keep for PostgreSQL, and the one that we make where there is none. */
const OWN_ACCOUNT = 'mobile-money';
const DATABASE_ACCOUNTS = ['postgres', '_postgres', OWN_ACCOUNT];

/**
 * Who runs the server: null for "whoever we are". PostgreSQL refuses to run as root, so root gets the owner of the data
 * directory where there is one, else an unprivileged system account, which is made when none exists.
 */
export async function accountFor(dataDir: string): Promise<Account | null> {
  const ownUid = process.getuid?.() ?? 0;
  const existing = await stat(dataDir).catch(() => null);
  if (ownUid !== 0) {
    if (existing && existing.uid !== ownUid) {
      throw new EmbeddedPostgresError(
        'directory_unusable',
        `The database in ${dataDir} belongs to another user of this machine: start as that user or choose another DATA_DIR.`,
      );
    }
    return null;
  }
  if (existing && existing.uid !== 0) return { uid: existing.uid, gid: existing.gid };
  return (await findAccount(DATABASE_ACCOUNTS)) ?? (await makeAccount());
}

async function findAccount(names: readonly string[]): Promise<Account | null> {
  const accounts = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  for (const name of names) {
    const [, , uid, gid] = accounts.find(([candidate]) => candidate === name) ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  return null;
}

async function makeAccount(): Promise<Account> {
  const options = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent'];
  // A failure is not an error yet: another process may have made the account at this very moment.
  await run('useradd', [...options, '--shell', '/usr/sbin/nologin', OWN_ACCOUNT]).catch(() => null);
  const account = await findAccount([OWN_ACCOUNT, 'nobody']);
  if (account) return account;
  throw new EmbeddedPostgresError(
    'binaries_unusable',
    'PostgreSQL refuses to run as root and no unprivileged account could be made: start as an ordinary user or set DATABASE_URL.',
  );
}

/** Whether the account can pass through a directory; asked of the system itself, which also knows ACLs and mounts. */
export async function canEnter(directory: string, account: Account | null): Promise<boolean> {
  if (!account) {
    return access(directory, constants.X_OK).then(
      () => true,
      () => false,
    );
  }
  return run('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
