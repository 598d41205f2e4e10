import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { projectRoot } from '../config/project-root.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';

const run = promisify(execFile);

describe('the embedded PostgreSQL', () => {
  let made: string;
  let folder: string;
  let borrowed: string | null;
  let running: EmbeddedPostgres[];

  beforeAll(async () => {
    made = await publicFolder();
    const server = await startEmbeddedPostgres({
      dataDir: join(made, 'postgres'),
      port: 0,
      durable: true,
      log: ignore,
    });
    await server.stop();
  });

  afterAll(() => rm(made, { recursive: true, force: true }));

  beforeEach(async () => {
    folder = await publicFolder();
    running = [];
    borrowed = null;
    await run('cp', ['-a', made, join(folder, '.data')]);
  });

  afterEach(async () => {
    await Promise.all(running.map((server) => server.stop()));
    await rm(folder, { recursive: true, force: true });
    if (borrowed) await rm(borrowed, { recursive: true, force: true });
  });

  async function start(options: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres({ dataDir: dataDir(), port: 0, durable: true, log: ignore, ...options });
    running.push(server);
    return server;
  }

  const dataDir = (): string => join(folder, '.data', 'postgres');

  it('keeps what was committed from one start to the next, also while sessions are open', async () => {
    const first = await start();
    const client = new pg.Client(first.url);
    const disconnected = new Promise((resolve) => client.on('error', resolve));
    await client.connect();
    await client.query(`CREATE TABLE notes AS SELECT 'kept' AS text`);
    await first.stop();
    await disconnected;

    const second = await start();
    await expect(query(second.url, 'SELECT text FROM notes')).resolves.toEqual([{ text: 'kept' }]);
  });

  it('sorts and folds case alike on every machine', async () => {
    const { url } = await start({ durable: false });
    await expect(
      query(
        url,
        `SELECT datlocprovider AS provider, pg_encoding_to_char(encoding) AS encoding, lower('ÉÇŊ') AS lower
                  FROM pg_database WHERE datname = current_database()`,
      ),
    ).resolves.toEqual([{ provider: 'b', encoding: 'UTF8', lower: 'éçŋ' }]);
  });

  it('syncs every commit to disk unless it is a throwaway, which leaves no file behind', async () => {
    const durable = await start();
    await expect(query(durable.url, 'SHOW fsync')).resolves.toEqual([{ fsync: 'on' }]);
    await expect(query(durable.url, 'SHOW max_connections')).resolves.toEqual([{ max_connections: '200' }]);

    const throwaway = await start({ dataDir: join(folder, 'throwaway', 'postgres'), durable: false });
    await expect(query(throwaway.url, 'SHOW fsync')).resolves.toEqual([{ fsync: 'off' }]);
    await throwaway.stop();
    await throwaway.stop();
    expect(await run('ls', ['-A', join(folder, 'throwaway')])).toMatchObject({ stdout: '' });
  });

  it('lets nobody in without the password, which only its owner can read', async () => {
    const { url } = await start();
    const without = Object.assign(new URL(url), { password: '' }).href;
    await expect(query(without, 'SELECT 1')).rejects.toThrow(/password/);
    expect((await stat(`${dataDir()}.password`)).mode & 0o777).toBe(0o600);
  });

  it('works below a folder that is private to us, and forgets its data when that was deleted', async () => {
    await rm(join(folder, '.data'), { recursive: true });
    await chmod(folder, 0o700);
    const first = await start();
    const reallyAt = dirname(await realpath(dataDir()));
    if (!reallyAt.startsWith(await realpath(folder))) borrowed = reallyAt;
    await query(first.url, 'CREATE TABLE notes ()');
    await first.stop();
    const second = await start();
    await expect(query(second.url, 'SELECT * FROM notes')).resolves.toEqual([]);
    await second.stop();

    await rm(join(folder, '.data'), { recursive: true });
    const third = await start();
    await expect(query(third.url, 'SELECT * FROM notes')).rejects.toThrow('relation "notes" does not exist');
  });

  it('names the port that it cannot have', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toMatchObject({
      problem: 'port_in_use',
      message: expect.stringContaining(`Port ${port}`),
    });
    other.close();
  });

  it('refuses a data directory that another living process works on', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ problem: 'directory_in_use' });
  });

  it('refuses a data directory of another version instead of failing in the log', async () => {
    await writeFile(join(dataDir(), 'PG_VERSION'), '12\n');
    await expect(start()).rejects.toMatchObject({
      problem: 'directory_unusable',
      message: expect.stringContaining('made by PostgreSQL 12'),
    });
  });

  it('says why where no directory can be made', async () => {
    await rm(join(folder, '.data'), { recursive: true });
    await writeFile(join(folder, '.data'), 'a file');
    await expect(start()).rejects.toMatchObject({ problem: 'directory_unusable' });
  });

  it('starts although the lock file of a dead server names a process that lives', async () => {
    await writeFile(join(dataDir(), 'postmaster.pid'), `${process.pid}\n${dataDir()}\n`);
    const { url } = await start();
    await expect(query(url, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('is out of reach of the terminal’s signals', async () => {
    const { pid } = await start({ durable: false });
    const { stdout } = await run('ps', ['-o', 'pgid=', '-p', String(pid)]);
    expect(Number(stdout)).toBe(pid);
  });

  it('tells when it was killed, and starts again over what that left', async () => {
    const server = await start();
    await query(server.url, `CREATE TABLE notes AS SELECT 'kept' AS text`);
    process.kill(server.pid, 'SIGKILL');
    await server.ended;
    await server.stop();

    const again = await start();
    await expect(query(again.url, 'SELECT text FROM notes')).resolves.toEqual([{ text: 'kept' }]);
  });

  it('ends when the process that started it is killed', async () => {
    const { child, url } = await startElsewhere(dataDir(), true);
    child.kill('SIGKILL');
    await until(async () => (await refuses(url)) && !existsSync(join(dataDir(), 'postmaster.pid')));
    const again = await start();
    await expect(query(again.url, 'SELECT 1 AS one')).resolves.toEqual([{ one: 1 }]);
  });

  it('leaves no files when the process that started a throwaway is killed', async () => {
    const { child } = await startElsewhere(dataDir(), false);
    expect(existsSync(dataDir())).toBe(true);
    child.kill('SIGKILL');
    await until(() => !existsSync(dataDir()) && !existsSync(`${dataDir()}.password`));
  });

  it('stops a server that nobody was left to stop', async () => {
    const { child, url } = await startElsewhere(dataDir(), true);
    const pid = Number.parseInt(await readFile(join(dataDir(), 'postmaster.pid'), 'utf8'), 10);
    process.kill(await watchdogOf(child), 'SIGKILL');
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    expect(await refuses(url)).toBe(false);

    const again = await start();
    expect(again.pid).not.toBe(pid);
    expect(await refuses(url)).toBe(true);
  });
});

async function publicFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'embedded postgres '));
  await chmod(folder, 0o755);
  return folder;
}

const ignore = (): void => undefined;

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  // A server that goes down between the answer and our goodbye tells it by an event.
  client.on('error', ignore);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function refuses(url: string): Promise<boolean> {
  return query(url, 'SELECT 1').then(
    () => false,
    () => true,
  );
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20);
}

/** Starts a server from a process of its own, which can then be killed. */
async function startElsewhere(dataDir: string, durable: boolean): Promise<{ child: ChildProcess; url: string }> {
  await mkdir(join(dataDir, '..'), { recursive: true });
  const source = pathToFileURL(join(projectRoot(), 'libs/platform/src/database/embedded-postgres.ts')).href;
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(source)});
    const options = { dataDir: ${JSON.stringify(dataDir)}, port: 0, durable: ${durable}, log: () => undefined };
    console.log((await startEmbeddedPostgres(options)).url);
    setInterval(() => undefined, 60_000);`;
  const loader = pathToFileURL(join(projectRoot(), 'test/support/typescript.mjs')).href;
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', script], {
    cwd: projectRoot(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout })) return { child, url: line };
  throw new Error('The process ended before its server had started');
}

async function watchdogOf(child: ChildProcess): Promise<number> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,args=']);
  const processes = stdout.split('\n').map((line) => /^ *(\d+) +(\d+) +(.*)$/.exec(line) ?? []);
  const [, pid] =
    processes.find(([, , parent, command]) => Number(parent) === child.pid && command?.startsWith('/bin/sh')) ?? [];
  return Number(pid);
}
