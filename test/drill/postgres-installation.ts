import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, chown, mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { eventually } from '../support/eventually.js';
import { DrillCannotRun } from './drill.js';

/** What the scripts of docker/backup run, and a server of the same version. */
const PROGRAMS = [
  'initdb',
  'postgres',
  'pg_dump',
  'pg_restore',
  'createdb',
  'psql',
  'pg_basebackup',
  'pg_verifybackup',
];
const DEBIAN = '/usr/lib/postgresql';
const START_LIMIT_MS = 30_000;
export const ROLE = 'platform';

/**
 * A PostgreSQL with all its programs: the one that npm installs has no more than a server. It runs as the account
 * `postgres` where we are root, whom PostgreSQL refuses.
 */
export class PostgresInstallation {
  private constructor(
    private readonly programs: string,
    private readonly account: { readonly uid: number; readonly gid: number } | null,
  ) {}

  /** The newest, or the one whose programs are in POSTGRES_PROGRAMS. Throws DrillCannotRun. */
  static async find(): Promise<PostgresInstallation> {
    const { POSTGRES_PROGRAMS, PATH = '' } = process.env;
    const versions = (await readdir(DEBIAN).catch(() => [])).sort((a, b) => Number(b) - Number(a));
    const places = POSTGRES_PROGRAMS
      ? [POSTGRES_PROGRAMS]
      : [...versions.map((version) => join(DEBIAN, version, 'bin')), ...PATH.split(':')];
    for (const place of places) {
      const isWhole = await Promise.all(PROGRAMS.map((program) => access(join(place, program)))).then(
        () => true,
        () => false,
      );
      if (isWhole) return new PostgresInstallation(place, await account());
    }
    throw new DrillCannotRun(
      'This drill needs a PostgreSQL with its client programs: apt-get install postgresql, or say in POSTGRES_PROGRAMS where they are.',
    );
  }

  /** A directory that the server may write into. */
  async directory(path: string): Promise<string> {
    await mkdir(path, { recursive: true, mode: 0o700 });
    if (this.account) await chown(path, this.account.uid, this.account.gid);
    return path;
  }

  /** Runs a program or a script to its end and gives what it said. */
  async run(program: string, args: readonly string[], environment: Record<string, string> = {}): Promise<string> {
    const env = { PATH: `${this.programs}:/usr/bin:/bin`, LC_ALL: 'C', ...environment };
    return new Promise((resolve, reject) => {
      execFile(program, args, { ...this.account, cwd: '/', env }, (error, stdout, stderr) =>
        error ? reject(new Error(`${program} ${args.join(' ')}: ${stderr || error.message}`)) : resolve(stdout.trim()),
      );
    });
  }

  async makeCluster(dataDir: string): Promise<void> {
    const options = ['--username', ROLE, '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'];
    await this.run('initdb', ['--pgdata', dataDir, ...options]);
  }

  /** Starts a server on a data directory and waits until it takes writes: a restored one is at its target then. */
  async startServer(
    dataDir: string,
    port: number,
    settings: Record<string, string>,
    environment: Record<string, string>,
  ): Promise<RunningServer> {
    const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', ...settings };
    const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const log = await open(`${dataDir}.log`, 'a');
    const child = spawn(join(this.programs, 'postgres'), ['-D', dataDir, '-p', String(port), ...options], {
      ...this.account,
      cwd: '/',
      env: { PATH: `${this.programs}:/usr/bin:/bin`, LC_ALL: 'C', ...environment },
      stdio: ['ignore', log.fd, log.fd],
    });
    await log.close();
    const server = new RunningServer(child, port);
    await eventually(() => server.takesWrites(), Boolean, START_LIMIT_MS).catch(async () => {
      await server.end('SIGQUIT');
      throw new Error(`PostgreSQL did not start:\n${(await readFile(`${dataDir}.log`, 'utf8')).slice(-2000)}`);
    });
    return server;
  }
}

export class RunningServer {
  constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
  ) {}

  url(database: string): string {
    return `postgres://${ROLE}@127.0.0.1:${this.port}/${database}`;
  }

  /** What the client programs read. */
  get environment(): Record<string, string> {
    return { PGHOST: '127.0.0.1', PGPORT: String(this.port), PGUSER: ROLE };
  }

  async takesWrites(): Promise<boolean> {
    if (this.child.exitCode !== null) return false;
    return this.query<{ recovering: boolean }>('postgres', 'SELECT pg_is_in_recovery() AS recovering').then(
      ([row]) => row?.recovering === false,
      () => false,
    );
  }

  async query<Row extends object>(database: string, text: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.url(database), connectionTimeoutMillis: 5000 });
    // A server that is told to end at once says so to whoever is connected.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** SIGINT ends it in order, SIGQUIT as a power cut does. */
  async end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill(signal);
    await ended;
  }
}

async function account(): Promise<{ uid: number; gid: number } | null> {
  if (process.getuid?.() !== 0) return null;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const [, , uid, gid] = accounts.find(([name]) => name === 'postgres') ?? [];
  if (uid === undefined)
    throw new DrillCannotRun('PostgreSQL refuses to run as root, and there is no account postgres.');
  return { uid: Number(uid), gid: Number(gid) };
}
