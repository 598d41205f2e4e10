import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Platform from '#platform';
import { administer, databaseUrl, SERVER_FILE, type ServerFile } from './postgres.js';

interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

const run = randomBytes(6).toString('hex');
const template = `template_platform_${run}`;
const file = join(tmpdir(), `mobile-money-test-${run}.json`);
let starting: Promise<TestServer | null> = Promise.resolve(null);

/**
 * Begins to start the PostgreSQL of one test run and does not wait for it: specs that want a database do, all others
 * run meanwhile. What goes wrong is likewise told to those who ask.
 */
export function beginTestServer(): void {
  process.env[SERVER_FILE] = file;
  starting = startServer();
}

export async function endTestServer(): Promise<void> {
  const server = await starting;
  await server?.stop();
  await rm(file, { force: true });
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
  const dataDir = join(tmpdir(), `mobile-money-test-${run}`);
  return platform.startEmbeddedPostgres({ dataDir, port: 0, durable: false, log: () => undefined });
}

async function tell(content: ServerFile): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(content), { mode: 0o600 });
  await rename(`${file}.new`, file);
}
