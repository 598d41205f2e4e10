import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { LaunchProblem } from './launch-problem.js';
import { ServiceProcess } from './service-process.js';

const STAY = 'setInterval(() => undefined, 60_000);';
const READY = `process.send({ type: 'ready' }); ${STAY}`;

describe('a service process', () => {
  let folder: string;
  let said: string[];
  let services: ServiceProcess[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'service process '));
    said = [];
    services = [];
  });

  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop(0)));
    await rm(folder, { recursive: true, force: true });
  });

  async function service(code: string, environment: NodeJS.ProcessEnv = {}): Promise<ServiceProcess> {
    const script = join(folder, 'main.mjs');
    await writeFile(script, code);
    const made = new ServiceProcess({
      name: 'api',
      script,
      directory: folder,
      environment: { ...process.env, ...environment },
      logFile: join(folder, 'logs', 'api.log'),
      say: (message) => said.push(message),
    });
    services.push(made);
    return made;
  }

  it('has started when it says so, and writes what it prints into its log', async () => {
    const api = await service(`console.log('hello', process.env.WHO); console.error('problem'); ${READY}`, {
      WHO: 'you',
    });
    await api.start();
    expect(isAlive(api.pid)).toBe(true);
    await expect(readFile(join(folder, 'logs', 'api.log'), 'utf8')).resolves.toBe('hello you\nproblem\n');
  });

  it('keeps a heap that does not grow with the machine, unless it is given another', async () => {
    const code = `import v8 from 'node:v8'; console.log(v8.getHeapStatistics().heap_size_limit / 2 ** 20 < 900); ${READY}`;
    await (await service(code, { NODE_OPTIONS: undefined })).start();
    await (await service(code, { NODE_OPTIONS: '--max-old-space-size=2000' })).start();
    await expect(readFile(join(folder, 'logs', 'api.log'), 'utf8')).resolves.toBe('true\nfalse\n');
  });

  it('fails with the reason that it gives', async () => {
    const api = await service(`process.send({ type: 'failed', message: 'Port 1 is taken.' }); ${STAY}`);
    await expect(api.start()).rejects.toEqual(new LaunchProblem('Port 1 is taken.'));
    expect(api.pid).toBeNull();
  });

  it('fails with its last words when it ends without giving a reason', async () => {
    const one = await service(`console.error('no such thing'); process.exit(1);`);
    await expect(one.start()).rejects.toThrow('The api did not start: no such thing');
    const other = await service(`console.error('first'); throw new Error('second');`);
    await expect(other.start()).rejects.toThrow(/first[^]*Error: second/);
  });

  it('is started again after a crash, more than once', async () => {
    const api = await service(READY);
    await api.start();
    for (const time of [1, 2]) {
      const { pid } = api;
      process.kill(pid ?? 0, 'SIGKILL');
      await until(() => said.filter((text) => text === 'api is running again').length === time);
      expect(api.pid).not.toBe(pid);
      expect(isAlive(api.pid)).toBe(true);
    }
    expect(said).toContain('api ended unexpectedly (SIGKILL)');
  });

  it('is tried again when it fails after a crash', async () => {
    const marker = join(folder, 'failed once');
    const api = await service(`
      import { existsSync, writeFileSync } from 'node:fs';
      const marker = ${JSON.stringify(marker)};
      if (existsSync(marker) && !existsSync(marker + ' and told')) {
        writeFileSync(marker + ' and told', '');
        process.send({ type: 'failed', message: 'The database is away.' });
      }
      ${READY}`);
    await api.start();
    await writeFile(marker, '');
    process.kill(api.pid ?? 0, 'SIGKILL');
    await until(() => said.includes('api is running again'));
    expect(said).toContain('The database is away.');
  });

  it('finishes its work when it is stopped', async () => {
    const done = join(folder, 'done');
    const api = await service(`
      import { writeFileSync } from 'node:fs';
      process.on('SIGTERM', () => setTimeout(() => { writeFileSync(${JSON.stringify(done)}, ''); process.exit(0); }, 200));
      ${READY}`);
    await api.start();
    await api.stop(10_000);
    await expect(readFile(done, 'utf8')).resolves.toBe('');
    expect(api.pid).toBeNull();
    expect(said).toEqual([]);
  });

  it('is killed when it does not end within the grace', async () => {
    const api = await service(`process.on('SIGTERM', () => undefined); ${READY}`);
    await api.start();
    const { pid } = api;
    await api.stop(100);
    expect(isAlive(pid)).toBe(false);
    expect(said).toEqual(['api did not end within 0.1 s and was killed']);
  });

  it('stays stopped, also when it is stopped while it waits to be started again', async () => {
    const api = await service(READY);
    await api.start();
    process.kill(api.pid ?? 0, 'SIGKILL');
    await until(() => said.length > 0);
    await api.stop(1000);
    await expect(api.start()).rejects.toThrow(LaunchProblem);
    expect(api.pid).toBeNull();
  });

  it('does not hear the signals of our terminal', async () => {
    const api = await service(READY);
    await api.start();
    expect(() => process.kill(-(api.pid ?? 0), 0)).not.toThrow();
  });
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await delay(10);
}

function isAlive(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
