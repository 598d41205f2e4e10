import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { rename, rm, statfs, writeFile } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Platform from '#platform';
import { administer, databaseUrl, RUN_FOLDER, serverFile, type ServerFile } from './postgres.js';

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

const run = randomBytes(6).toString('hex');
const template = `template_platform_${run}`;
const MEMORY = '/dev/shm';
const ROOMY_BYTES = 6 * 1024 ** 3;
let starting: Promise<TestServer | null> = Promise.resolve(null);

/**
 * Begins to start the PostgreSQL of one test run and does not wait for it: specs that want a database do, all others
 * run meanwhile. What goes wrong is likewise told to those who ask.
 */
export function beginTestServer(): void {
  process.env[RUN_FOLDER] = mkdtempSync(join(tmpdir(), 'mobile-money-test-'));
  starting = startServer();
}

export async function endTestServer(): Promise<void> {
  const server = await starting;
  await server?.stop();
  const folder = process.env[RUN_FOLDER];
  if (folder) await rm(folder, { recursive: true, force: true });
}

/** The server that TEST_DATABASE_URL names (15 or newer), or a throwaway; in it the database that tests get copies of. */
async function startServer(): Promise<TestServer | null> {
  let server: TestServer | null = null;
  try {
    // Imported here, so that sources which do not load fail the specs that need them and no others.
    const platform = await import('#platform');
    const given = process.env['TEST_DATABASE_URL'];
    server = given ? lent(given) : await startThrowaway(platform);
    await administer(server.url, `CREATE DATABASE ${template}`);
    await platform.migrate(databaseUrl(server.url, template));
    // A copy is refused while anybody is connected to its template, so nobody may connect any more.
    await administer(server.url, `ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
    await tell({ url: server.url, template });
  } catch (error) {
    await tell({ problem: error instanceof Error ? error.message : String(error) });
  }
  return server;
}

function lent(url: string): TestServer {
  return { url, stop: () => administer(url, `DROP DATABASE IF EXISTS ${template}`) };
}

async function startThrowaway(platform: typeof Platform): Promise<TestServer> {
  const dataDir = join(await fastestFolder(), `mobile-money-test-${run}`);
  return platform.startEmbeddedPostgres({ dataDir, port: 0, durable: false, log: () => undefined });
}

/** In memory where there is plenty: a suite's database is a thousand files, half of whose cost is the file system's. */
async function fastestFolder(): Promise<string> {
  const memory = await statfs(MEMORY).catch(() => null);
  return memory && memory.bavail * memory.bsize >= ROOMY_BYTES && freemem() >= ROOMY_BYTES ? MEMORY : tmpdir();
}

async function tell(content: ServerFile): Promise<void> {
  const file = serverFile();
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
