import { Injectable } from '@nestjs/common';
import { redactText } from '../logging/redaction.js';

const TIME_BOX_MS = 2000;
const PROBLEM_LENGTH_MAX = 200;

export type HealthCheck = () => unknown;

export interface CheckResult {
  readonly healthy: boolean;
  readonly durationMs: number;
  /** What went wrong, in the words of the check; null when nothing did. */
  readonly problem: string | null;
}

export interface HealthReport {
  /** The process answers. Not being live is a reason to restart it, so nothing outside of the process belongs here. */
  readonly live: boolean;
  /** Every check that readiness rests on passes and the process is not on its way out: it may be sent work. */
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, CheckResult>>;
}

@Injectable()
export class Health {
  private readonly checks = new Map<string, HealthCheck>();
  private readonly informative = new Set<string>();
  private readonly underWay = new Map<string, Promise<unknown>>();
  private draining = false;

  /**
   * A check passes by returning, within two seconds, and fails by throwing. A name is taken once. An informative check is
   * reported and does not decide on readiness: work can be done without what it looks at.
   */
  register(name: string, check: HealthCheck, options: { informative?: boolean } = {}): void {
    if (this.checks.has(name)) throw new Error(`There is a health check ${name} already`);
    this.checks.set(name, check);
    if (options.informative) this.informative.add(name);
  }

  /** From now on the process is live but not ready: balancers stop sending work while what has begun is finished. */
  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  async report(): Promise<HealthReport> {
    const names = [...this.checks.keys()];
    const results = await Promise.all(names.map((name) => this.run(name)));
    return {
      live: true,
      ready:
        !this.draining && results.every(({ healthy }, index) => healthy || this.informative.has(names[index] ?? '')),
      checks: Object.fromEntries(names.map((name, index) => [name, results[index] as CheckResult])),
    };
  }

  private async run(name: string): Promise<CheckResult> {
    const startedAt = performance.now();
    const problem = await problemOf(this.joinOrStart(name));
    return { healthy: problem === null, durationMs: Math.round(performance.now() - startedAt), problem };
  }

  /** A check that hangs is waited for again instead of being started again, or every probe would leave one more behind. */
  private joinOrStart(name: string): Promise<unknown> {
    const running = this.underWay.get(name);
    if (running !== undefined) return running;
    const started = Promise.resolve()
      .then(this.checks.get(name))
      .finally(() => this.underWay.delete(name));
    this.underWay.set(name, started);
    return started;
  }
}

async function problemOf(check: Promise<unknown>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const timedOut = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, TIME_BOX_MS, `no answer within ${TIME_BOX_MS} ms`);
  });
  const outcome = check.then(
    () => null,
    (error: unknown) => describeProblem(error),
  );
  try {
    return await Promise.race([outcome, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

/** Connection errors like to quote addresses and credentials, and whoever probes does not need them. */
function describeProblem(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return redactText(text).slice(0, PROBLEM_LENGTH_MAX);
}
