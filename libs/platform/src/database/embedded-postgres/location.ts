import { createHash } from 'node:crypto';
import { lstat, mkdir, readlink, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { canEnter, type Account } from './account.js';
import { SHARED_DIRECTORY } from './binaries.js';
import { EmbeddedPostgresError } from './error.js';

export interface Location {
  /** Where the files really are. */
  readonly dataDir: string;
  /** Clears what an earlier project left at a borrowed place and points to it from the place that was asked for. */
  readonly settle: () => Promise<void>;
}

/**
 * Where the data directory can be: the place that was asked for, or, when the server's account cannot get there (a clone
 * below root's home or a private temporary folder), a place of our own with a symbolic link from where it was wanted.
 */
export async function locate(wanted: string, account: Account | null): Promise<Location> {
  const path = resolve(wanted);
  const parent = dirname(path);
  await mkdir(parent, { recursive: true });
  const entry = await lstat(path).catch(() => null);
  if (entry?.isSymbolicLink()) {
    const dataDir = resolve(parent, await readlink(path));
    await makeParent(dataDir, account);
    return { dataDir, settle: async () => undefined };
  }
  if (await canEnter(parent, account)) return { dataDir: path, settle: async () => undefined };
  if (entry) {
    throw new EmbeddedPostgresError(
      'directory_unusable',
      `The database in ${path} is closed to the account that it belongs to: open the folders above it or choose another DATA_DIR.`,
    );
  }
  const dataDir = join(SHARED_DIRECTORY, createHash('sha256').update(path).digest('hex').slice(0, 16), basename(path));
  await makeParent(dataDir, account);
  return {
    dataDir,
    settle: async () => {
      // Without the link these files belong to a project that was deleted from this very path, or had its data deleted.
      await rm(dataDir, { recursive: true, force: true });
      await symlink(dataDir, path);
    },
  };
}

async function makeParent(dataDir: string, account: Account | null): Promise<void> {
  const parent = dirname(dataDir);
  await mkdir(parent, { recursive: true, mode: 0o755 });
  if (await canEnter(parent, account)) return;
  throw new EmbeddedPostgresError(
    'directory_unusable',
    `The account that PostgreSQL runs as cannot reach ${parent}: choose another DATA_DIR or set DATABASE_URL.`,
  );
}
