import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { call } from './testing/http-call.js';

/** The process as it is started for real: built, in its own directory, with an IPC channel to its parent. */
describe('the simulator process', () => {
  let directory: string;
  const children: ChildProcess[] = [];

  beforeAll(() => {
    // Inside the repository, so that the built files find its packages.
    mkdirSync('.data', { recursive: true });
    directory = mkdtempSync(join('.data', 'simulator-spec-'));
    const swc = join('node_modules', '@swc', 'cli', 'bin', 'swc.js');
    execFileSync(process.execPath, [swc, 'apps/simulator/src', '-d', directory, '--quiet']);
  });

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  function start(env: Record<string, string>) {
    const child = fork(join(directory, 'apps/simulator/src/main.js'), {
      silent: true,
      env: { SIMULATOR_PORT: '0', SIMULATOR_DATA_DIR: join(directory, 'data'), ...env },
    });
    children.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout?.on('data', (chunk) => (output.stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (output.stderr += String(chunk)));
    return { child, output };
  }

  async function readyUrl(child: ChildProcess): Promise<string> {
    const [message] = (await once(child, 'message')) as [{ type: string; url: string }];
    expect(message.type).toBe('ready');
    return message.url;
  }

  it.each([
    ['SIGTERM', (child: ChildProcess) => child.kill('SIGTERM')],
    ['SIGINT', (child: ChildProcess) => child.kill('SIGINT')],
    ['the loss of its parent', (child: ChildProcess) => child.disconnect()],
  ])('says in one line where it listens, tells its parent, and ends on %s', async (_name, end) => {
    const { child, output } = start({ SIMULATOR_MTN_API_KEY: '0123456789abcdef0123456789abcdef' });
    const url = await readyUrl(child);
    expect((await call('GET', `${url}/_control/clock`)).status).toBe(200);
    const exited = once(child, 'exit');
    end(child);
    const [code] = (await exited) as [number];
    expect(code).toBe(0);
    expect(output.stdout.trim().split('\n')).toEqual([expect.stringContaining(url)]);
    expect(output.stderr).toBe('');
  });

  it.each([
    ['SIMULATOR_PORT', 'http', /^SIMULATOR_PORT must be a whole number from 0 to 65535, not "http"\.$/],
    ['SIMULATOR_APPROVE_AFTER_MS', '1.5', /^SIMULATOR_APPROVE_AFTER_MS must be a whole number/],
  ])('refuses a wrong %s in one sentence', async (name, value, sentence) => {
    const { child, output } = start({ [name]: value });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(output.stderr.trim()).toMatch(sentence);
  });

  it('names a port that is taken in one sentence', async () => {
    const { port } = new URL(await readyUrl(start({}).child));
    const { child, output } = start({ SIMULATOR_PORT: port });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(output.stderr.trim().split('\n')).toEqual([expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)]);
  });
});
