import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LaunchProblem } from './launch-problem.js';
import { SERVICE_MEMORY } from './service-memory.js';

const READY_LIMIT_MS = 60_000;
const KEPT_LOG_BYTES = 20_000_000;
const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 30_000;
/** A process that ran for so long is not in a loop of crashes. */
const STEADY_MS = 60_000;

export interface ServiceOptions {
  readonly name: string;
  readonly script: string;
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly say: (message: string) => void;
  /** Told whenever the service has become ready, also after a crash. */
  readonly onReady?: () => void;
}

/** What a service says over its channel while it starts. */
type Message = { type: 'ready' } | { type: 'failed'; message: string };

/** A process of the platform: started once, started again after a crash, stopped in order. */
export class ServiceProcess {
  private child: ChildProcess | null = null;
  private ended: Promise<void> = Promise.resolve();
  private stopping = false;
  private restartMs = FIRST_RESTART_MS;
  private readonly waiting = new AbortController();

  constructor(private readonly options: ServiceOptions) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  /** Resolves when the service says that it is ready. Throws LaunchProblem with what it says instead. */
  async start(): Promise<void> {
    const { name, logFile } = this.options;
    if (this.stopping) throw new LaunchProblem(`The ${name} was told to stop.`);
    await mkdir(dirname(logFile), { recursive: true });
    const size = await stat(logFile).then(
      (found) => found.size,
      () => 0,
    );
    const kept = size < KEPT_LOG_BYTES;
    const log = await open(logFile, kept ? 'a' : 'w', 0o600);
    const child = this.spawn(log.fd);
    await log.close();
    const problem = await readiness(name, child);
    if (problem === null) {
      this.options.onReady?.();
      this.restartWhenItCrashes(Date.now());
      return;
    }
    child.kill('SIGKILL');
    await this.ended;
    const said = (await readFile(logFile)).subarray(kept ? size : 0).toString();
    throw new LaunchProblem(problem === '' ? lastWords(name, said, logFile) : problem);
  }

  /** Asks the service to finish what it is doing and end; ends it when that takes longer than the grace. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.waiting.abort();
    this.child?.kill('SIGTERM');
    const grace = new AbortController();
    const overdue = delay(graceMs, true, { signal: grace.signal }).catch(() => false);
    if (await Promise.race([this.ended.then(() => false), overdue])) {
      this.options.say(`${this.options.name} did not end within ${graceMs / 1000} s and was killed`);
      this.kill();
      await this.ended;
    }
    grace.abort();
  }

  kill(): void {
    this.stopping = true;
    this.child?.kill('SIGKILL');
  }

  private spawn(logFd: number): ChildProcess {
    const { script, directory, environment } = this.options;
    const child = spawn(process.execPath, [...process.execArgv, script], {
      cwd: directory,
      env: { ...environment, NODE_OPTIONS: environment['NODE_OPTIONS'] ?? SERVICE_MEMORY },
      // A session of its own keeps the terminal's Ctrl-C away: services are stopped in order.
      detached: true,
      stdio: ['ignore', logFd, logFd, 'ipc'],
    });
    this.child = child;
    this.ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve());
      child.once('error', () => resolve());
    }).then(() => {
      if (this.child === child) this.child = null;
    });
    return child;
  }

  private restartWhenItCrashes(readyAt: number): void {
    const { name, say } = this.options;
    const { child } = this;
    child?.once('exit', (code, signal) => {
      if (this.stopping) return;
      if (Date.now() - readyAt > STEADY_MS) this.restartMs = FIRST_RESTART_MS;
      say(`${name} ended unexpectedly (${signal ?? `exit code ${code}`})`);
      void this.restart();
    });
  }

  private async restart(): Promise<void> {
    const { name, say } = this.options;
    while (!this.stopping) {
      await delay(this.restartMs, undefined, { signal: this.waiting.signal }).catch(() => undefined);
      this.restartMs = Math.min(this.restartMs * 2, LONGEST_RESTART_MS);
      if (this.stopping) return;
      try {
        await this.start();
        say(`${name} is running again`);
        return;
      } catch (error) {
        if (!this.stopping) say(error instanceof Error ? error.message : String(error));
      }
    }
  }
}

/** Null when the service became ready, else why not; the empty text when it said nothing over its channel. */
async function readiness(name: string, child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    const settle = (problem: string | null): void => {
      clearTimeout(timer);
      resolve(problem);
    };
    const late = `The ${name} was not ready within ${READY_LIMIT_MS / 1000} s.`;
    const timer = setTimeout(() => settle(late), READY_LIMIT_MS);
    child.on('message', (message: Message) => {
      if (message.type === 'ready') settle(null);
      if (message.type === 'failed') settle(message.message);
    });
    child.once('error', (error) => settle(error.message));
    child.once('exit', () => settle(''));
  });
}

function lastWords(name: string, said: string, logFile: string): string {
  const lines = said.trim().split('\n').slice(-12);
  if (lines.length === 1 && lines[0]) return `The ${name} did not start: ${lines[0]}`;
  return [`The ${name} did not start. Its last words (all of them are in ${logFile}):`, ...lines].join('\n    ');
}
