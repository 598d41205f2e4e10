import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { loadConfig } from '#platform';
import { compilePlatform, type CompiledPlatform } from '../../../test/support/platform-processes/compiled-platform.js';
import { portUses } from './addresses.js';
import type { PlatformFile } from './platform-file.js';
import { checkPorts } from './ports.js';

const START_LIMIT_MS = 120_000;

interface Run {
  readonly launcher: ChildProcess;
  readonly ended: Promise<number | null>;
  said(): string;
}

describe('npm start', () => {
  let dataDirectory: string;
  let portBase: number;
  let runs: Run[];
  let compiled: CompiledPlatform;

  beforeAll(async () => {
    compiled = await compilePlatform();
  }, START_LIMIT_MS);
  afterAll(() => compiled?.remove());

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'launcher '));
    await chmod(dataDirectory, 0o755);
    portBase = await freePortBase();
    runs = [];
  });

  afterEach(async () => {
    for (const { launcher, ended } of runs) {
      if (launcher.exitCode === null && launcher.signalCode === null) launcher.kill('SIGTERM');
      await ended;
    }
    await rm(dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  });

  /** The launcher as a terminal runs it: in a process group of its own, which gets the signals. */
  function launch(environment: NodeJS.ProcessEnv = {}): Run {
    const inherited = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !['DATABASE_URL', 'REDIS_URL', 'APP_ENV'].includes(name)),
    );
    const launcher = spawn(process.execPath, [compiled.script('launcher')], {
      cwd: compiled.directory,
      env: { ...inherited, PORT_BASE: String(portBase), DATA_DIR: dataDirectory, ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said: string[] = [];
    launcher.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    launcher.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    const ended = once(launcher, 'close').then(([code]) => code as number | null);
    const run = { launcher, ended, said: () => said.join('') };
    runs.push(run);
    return run;
  }

  async function started(environment: NodeJS.ProcessEnv = {}): Promise<Run & { platform: PlatformFile }> {
    const run = launch(environment);
    let over = false;
    void run.ended.then(() => (over = true));
    const isReady = (): boolean => run.said().includes('The platform is ready');
    await until(() => over || isReady());
    if (!isReady()) throw new Error(`The platform did not start:\n${run.said()}`);
    return { ...run, platform: await platformFile() };
  }

  const platformFile = async (): Promise<PlatformFile> =>
    JSON.parse(await readFile(join(dataDirectory, 'platform.json'), 'utf8')) as PlatformFile;

  it(
    'starts everything, brings back what crashed, leaves nothing running when it is killed, and stops everything at Ctrl-C',
    async () => {
      const { launcher, platform, said } = await started();
      expect((await stat(join(dataDirectory, 'platform.json'))).mode & 0o777).toBe(0o600);
      expect(Object.keys(platform.doors)).toEqual(['dashboard', 'payment-links', 'merchant', 'wallet']);
      for (const { docs } of Object.values(platform.doors)) {
        expect(said()).toContain(docs);
        expect((await fetch(docs)).status).toBeLessThan(400);
      }
      expect((await fetch(`${platform.ops}/health/ready`)).status).toBe(200);
      expect((await fetch(platform.simulator ?? '')).status).toBe(200);
      expect((await fetch(`${platform.mailbox}/api/messages`)).status).toBe(200);

      const { worker, postgres } = platform.processes ?? {};
      for (const pid of [worker, postgres]) process.kill(pid ?? 0, 'SIGKILL');
      await until(async () => {
        const now = (await platformFile()).processes;
        return isAlive(now?.worker) && isAlive(now?.postgres) && now?.worker !== worker && now?.postgres !== postgres;
      });
      const orphans = Object.values((await platformFile()).processes ?? {});
      launcher.kill('SIGKILL');

      const again = await started({ SURFACES: 'dashboard' });
      expect(orphans.filter(isAlive)).toEqual([]);
      expect(again.platform.databaseUrl).toBe(platform.databaseUrl);
      expect(Object.keys(again.platform.doors)).toEqual(['dashboard']);
      const pids = Object.values(again.platform.processes ?? {});
      expect(pids.every(isAlive)).toBe(true);
      process.kill(-(again.launcher.pid ?? 0), 'SIGINT');
      await expect(again.ended).resolves.toBe(0);
      expect(pids.filter(isAlive)).toEqual([]);
      await expect(stat(join(dataDirectory, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
      await expect(platformFile()).resolves.toMatchObject({ processes: null });
    },
    2 * START_LIMIT_MS,
  );

  it(
    'names the ports that are taken and how to choose others',
    async () => {
      const other = createServer().listen(portBase + 2, '127.0.0.1');
      await once(other, 'listening');
      const { ended, said } = launch();
      await expect(ended).resolves.toBe(1);
      other.close();
      expect(said().trim()).toBe(
        `Port ${portBase + 2} (merchant door) is in use by another program: ` +
          `stop it, or count the ports from another number, such as PORT_BASE=${portBase + 1000}.`,
      );
    },
    START_LIMIT_MS,
  );

  it(
    'tells all that is wrong with the configuration',
    async () => {
      const { ended, said } = launch({ SURFACES: 'merchant,shop', LOG_LEVEL: 'loud' });
      await expect(ended).resolves.toBe(1);
      expect(said()).toMatch(/LOG_LEVEL must be one of/);
      expect(said()).toMatch(/SURFACES names shop/);
      expect(said()).not.toMatch(/^ +at /m);
    },
    START_LIMIT_MS,
  );

  it(
    'tells which database cannot be reached',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      server.close();
      const { ended, said } = launch({ DATABASE_URL: `postgres://me:secret@127.0.0.1:${port}/shop` });
      await expect(ended).resolves.toBe(1);
      expect(said()).toContain(`The database shop at 127.0.0.1:${port} cannot be reached`);
      expect(said()).not.toContain('secret');
    },
    START_LIMIT_MS,
  );
});

async function freePortBase(): Promise<number> {
  for (;;) {
    // Below the range that systems take the ports of outgoing connections from.
    const base = 10_000 + 50 * Math.floor(Math.random() * 400);
    const free = await checkPorts(portUses(loadConfig({ PORT_BASE: String(base) })), base, 0).then(
      () => true,
      () => false,
    );
    if (free) return base;
  }
}

function isAlive(pid: number | null | undefined): boolean {
  if (pid == null) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(50);
}
