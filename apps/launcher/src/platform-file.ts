import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Surface } from '#platform';
import type { Credentials } from './credentials.js';

export interface PlatformAddresses {
  readonly doors: Readonly<Partial<Record<Surface, { readonly url: string; readonly docs: string }>>>;
  readonly ops: string;
  readonly simulator: string | null;
  readonly mailbox: string | null;
}

/** Process ids; null for what runs elsewhere or not at the moment. */
export interface PlatformProcesses {
  readonly launcher: number;
  readonly api: number | null;
  readonly worker: number | null;
  readonly simulator: number | null;
  readonly postgres: number | null;
}

/** All that a script or a person needs to use the platform that was started here. Holds secrets: mode 600. */
export interface PlatformFile extends PlatformAddresses {
  readonly startedAt: string;
  readonly readyInMs: number;
  readonly credentials: Credentials | null;
  readonly databaseUrl: string;
  readonly logs: string;
  /** Null after an orderly stop. */
  readonly processes: PlatformProcesses | null;
}

/** What the latest start has written, or null before the first one. */
export async function readPlatformFile(path: string): Promise<PlatformFile | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as PlatformFile;
  } catch {
    return null;
  }
}

/** Replaces the file at once, so that nobody reads half of it. */
export async function writePlatformFile(path: string, content: PlatformFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
