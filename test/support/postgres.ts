import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** Names the folder of what the workers of a run share; the setup of the run makes it. */
export const RUN_FOLDER = 'TEST_RUN_FOLDER';
/** What the setup says of its server: where it is, or why there is none. */
export type ServerFile = { readonly url: string; readonly template: string } | { readonly problem: string };

export interface TestDatabase {
  readonly url: string;
  /** Ends what is still connected and removes the database. */
  drop(): Promise<void>;
}

/** Makes a migrated, empty database that belongs to the caller alone. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { url, template } = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Copying files took half the time of the default, which writes every page of the copy to the log as well.
  await administer(url, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
  return { url: databaseUrl(url, name), drop: () => administer(url, `DROP DATABASE ${name} WITH (FORCE)`) };
}

/** The server starts beside the first specs: whoever needs it waits here until it has. */
async function testServer(): Promise<{ url: string; template: string }> {
  const file = serverFile();
  for (;;) {
    const content = await readFile(file, 'utf8').catch(() => null);
    if (content === null) {
      await delay(25);
      continue;
    }
    const server = JSON.parse(content) as ServerFile;
    if ('problem' in server) throw new Error(`There is no test database: ${server.problem}`);
    return server;
  }
}

export function serverFile(): string {
  const folder = process.env[RUN_FOLDER];
  if (!folder) throw new Error('There is no test database: the global setup of Jest did not run');
  return join(folder, 'server.json');
}

/** The address of another database on the same server. */
export function databaseUrl(server: string, name: string): string {
  return Object.assign(new URL(server), { pathname: `/${name}` }).href;
}

/** Runs one statement that works on whole databases, on a connection of its own. */
export async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
