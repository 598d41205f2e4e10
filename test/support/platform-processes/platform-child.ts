import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, closeSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICE_MEMORY } from '../../../apps/launcher/src/service-memory.js';

export interface PlatformChildOptions {
  readonly name: string;
  readonly script: string;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that it says, appended over all its starts. */
  readonly logFile: string;
  readonly nodeOptions?: readonly string[];
}

const READY_LIMIT_MS = 120_000;
const GRACE_MS = 12_000;

/** What a child says over its channel when it can be used; the rest of the message is its own affair. */
interface Message {
  readonly type: string;
  readonly message?: string;
}

/** One process of the platform, started and killed at will. Nobody restarts it but the caller. */
export class PlatformChild {
  private child: ChildProcess | null = null;
  private ended: Promise<unknown> = Promise.resolve();
  /** What the child sent with its readiness. */
  ready: Readonly<Record<string, unknown>> = {};

  constructor(private readonly options: PlatformChildOptions) {}

  get name(): string {
    return this.options.name;
  }

  get logFile(): string {
    return this.options.logFile;
  }

  get pid(): number {
    if (this.child?.pid === undefined) throw new Error(`${this.name} does not run`);
    return this.child.pid;
  }

  /** Resolves when the process says that it is ready. Throws with its last words when it ends before. */
  async start(): Promise<void> {
    const { script, directory, environment, logFile, nodeOptions = [] } = this.options;
    const log = openSync(logFile, 'a', 0o600);
    const child = fork(script, {
      cwd: directory,
      env: { ...inherited(), ...environment },
      execArgv: ['--enable-source-maps', ...SERVICE_MEMORY.split(' '), ...nodeOptions],
      stdio: ['ignore', log, log, 'ipc'],
    });
    closeSync(log);
    this.child = child;
    this.ended = once(child, 'exit');
    await this.readiness(child);
  }

  /** Tells the process something and waits for its answer. */
  async ask<Answer>(question: object): Promise<Answer> {
    const { child } = this;
    if (!child) throw new Error(`${this.name} does not run`);
    const answered = once(child, 'message');
    child.send(question);
    const [answer] = (await answered) as [Answer];
    return answer;
  }

  /** SIGSTOP: it has everything that it had, and does nothing. */
  pause(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  /** SIGCONT. Safe to repeat. */
  goOn(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** SIGKILL: nothing is finished, nothing is said good-bye to. */
  async kill(): Promise<void> {
    this.child?.kill('SIGKILL');
    await this.ended;
    this.child = null;
  }

  /** SIGTERM; throws when the process does not end by itself in time. */
  async stop(): Promise<void> {
    if (!this.child) return;
    this.child.kill('SIGTERM');
    const overdue = new AbortController();
    const late = delay(GRACE_MS, true, { signal: overdue.signal, ref: false }).catch(() => false);
    const isLate = await Promise.race([this.ended.then(() => false), late]);
    overdue.abort();
    await this.kill();
    if (isLate) throw new Error(`${this.name} did not end within ${GRACE_MS / 1000} s of SIGTERM`);
  }

  private readiness(child: ChildProcess): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        clearTimeout(timer);
        reject(new Error(`${this.name} ${reason}:\n${this.lastWords()}`));
      };
      const timer = setTimeout(() => fail('was not ready in time'), READY_LIMIT_MS);
      child.on('message', (message: Message) => {
        if (message.type === 'failed') fail(`failed: ${message.message ?? ''}`);
        if (message.type !== 'ready') return;
        clearTimeout(timer);
        this.ready = { ...message };
        resolve();
      });
      child.once('exit', (code, signal) => fail(`ended before it was ready (${signal ?? code})`));
    });
  }

  private lastWords(): string {
    return readFileSync(this.options.logFile, 'utf8').trim().split('\n').slice(-15).join('\n');
  }
}

/** A platform on the side must not pick up the settings of the shell it is started from. */
function inherited(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env;
  return { PATH, HOME, TMPDIR, LANG };
}
