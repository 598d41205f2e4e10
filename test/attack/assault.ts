import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../chaos/seeded-random.js';
import { faultsOf, quantile } from './judges.js';
import { curlOf, type Gun, type Json, type Reply, type Shot } from './shot.js';
import type { Merchants } from './merchants.js';
import type { Target } from './stage.js';

export interface Finding {
  readonly what: string;
  /** How to see it again. */
  readonly how: string;
}

export interface AssaultPlan {
  readonly seed: number;
  /** Of the part that is generated; the others have as many as they need. */
  readonly requests: number;
  /** Fewer repetitions, all else alike. */
  readonly short: boolean;
  /** What takes longer is a finding. */
  readonly slowMs: number;
}

/** What every part of the attack works with, and what it is found guilty of. */
export class Assault {
  readonly findings: Finding[] = [];
  private readonly times: number[] = [];
  private slowest: { ms: number; shot: Shot } | null = null;
  /** How often an operation was told to have made something. */
  readonly made = new Map<string, number>();
  /** By status. */
  readonly statuses = new Map<number, number>();

  constructor(
    readonly target: Target,
    readonly gun: Gun,
    readonly merchants: Merchants,
    readonly random: SeededRandom,
    readonly plan: AssaultPlan,
  ) {}

  /** Sends a request and judges the answer by what holds for every one. */
  async fire(shot: Shot): Promise<Reply> {
    const reply = await this.send(shot);
    const faults = faultsOf(shot, reply);
    if (reply.ms > this.plan.slowMs && reply.status !== 0) faults.push(...(await this.slowAgain(shot)));
    for (const fault of faults) this.blame(`${shot.what}: ${fault}`, shot, reply);
    return reply;
  }

  /** Sends a request whose answer the caller judges. */
  async send(shot: Shot): Promise<Reply> {
    const reply = await this.gun.fire(shot);
    this.times.push(reply.ms);
    this.statuses.set(reply.status, (this.statuses.get(reply.status) ?? 0) + 1);
    if (reply.status === 201 && shot.operation && !reply.headers['idempotency-replayed']) {
      this.made.set(shot.operation.id, (this.made.get(shot.operation.id) ?? 0) + 1);
    }
    if (reply.ms > (this.slowest?.ms ?? 0)) this.slowest = { ms: reply.ms, shot };
    return reply;
  }

  /** As `send`, with the body read as JSON. */
  async ask(shot: Shot): Promise<{ status: number; body: Json; reply: Reply }> {
    const reply = await this.send(shot);
    try {
      return { status: reply.status, body: JSON.parse(reply.text), reply };
    } catch {
      return { status: reply.status, body: null, reply };
    }
  }

  blame(what: string, shot?: Shot, reply?: Reply): void {
    const said = reply ? `\n    ${reply.status} ${reply.text.slice(0, 400)}` : '';
    this.findings.push({ what, how: shot ? `${curlOf(shot)}${said}` : '' });
  }

  /**
   * Whether it is the request that is slow, and not the machine: each time beside one that has nothing to do, which is quick
   * then.
   */
  private async slowAgain(shot: Shot): Promise<string[]> {
    const { slowMs } = this.plan;
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await delay(500);
      const idle = await this.gun.fire({ ...shot, method: 'GET', url: `${new URL(shot.url).origin}/nowhere` });
      const { ms } = await this.send(shot);
      if (ms <= slowMs || idle.ms > slowMs / 4) return [];
      times.push(Math.round(ms));
    }
    return [`it took ${times.join(', ')} ms`];
  }

  /** Some at a time. */
  async inTurns<T>(items: Iterable<T>, work: (item: T) => Promise<unknown>, atOnce = 12): Promise<void> {
    const iterator = items[Symbol.iterator]();
    const one = async (): Promise<void> => {
      for (let next = iterator.next(); next.done !== true; next = iterator.next()) await work(next.value);
    };
    await Promise.all(Array.from({ length: atOnce }, one));
  }

  get summary(): string {
    const { times } = this;
    const of = (share: number): string => quantile(times, share).toFixed(0);
    const slow = this.slowest ? `, slowest ${this.slowest.ms.toFixed(0)} ms (${this.slowest.shot.what})` : '';
    return `${times.length} requests, p50 ${of(0.5)} ms, p99 ${of(0.99)} ms${slow}`;
  }

  get answers(): string {
    return [...this.statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status || 'none'} ${count}×`)
      .join(', ');
  }
}
