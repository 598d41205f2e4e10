import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'undici';
import { latenciesOf, type Latencies } from './latencies.js';

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface LoadResult extends Latencies {
  readonly answered: number;
  readonly perSecond: number;
  /** Answers of another status than the expected one, with the first of them; a measurement with any is void. */
  readonly unexpected: number;
  readonly firstUnexpected: string | null;
}

/** Sends requests over connections that are kept. */
export class Load {
  private readonly pool: Pool;
  private latenciesMs: number[] = [];
  private unexpected = 0;
  private firstUnexpected: string | null = null;

  constructor(
    origin: string,
    private readonly connections: number,
    private readonly expectedStatus: number,
    private readonly next: () => LoadRequest,
  ) {
    this.pool = new Pool(origin, { connections });
  }

  /** Each connection sends as soon as it is answered and there is room for more, for so long. */
  async full(seconds: number, untilRoom: () => Promise<void> = () => Promise.resolve()): Promise<LoadResult> {
    const startedAt = this.begin();
    const until = startedAt + seconds * 1000;
    const one = async (): Promise<void> => {
      while (performance.now() < until) {
        await untilRoom();
        await this.send();
      }
    };
    await Promise.all(Array.from({ length: this.connections }, one));
    return this.result(startedAt);
  }

  /** At least so many requests, as fast as they are answered. */
  async count(requests: number): Promise<LoadResult> {
    const startedAt = this.begin();
    let left = requests;
    const one = async (): Promise<void> => {
      while (left-- > 0) await this.send();
    };
    await Promise.all(Array.from({ length: this.connections }, one));
    return this.result(startedAt);
  }

  /** How many were answered since the measurement began. */
  get answered(): number {
    return this.latenciesMs.length;
  }

  /** Of the answers from the nth on. */
  latenciesFrom(nth: number): Latencies {
    return latenciesOf(this.latenciesMs.slice(nth));
  }

  /** So many a second, whether the earlier ones are answered or not. */
  async paced(perSecond: number, seconds: number): Promise<LoadResult> {
    const startedAt = this.begin();
    const sent: Promise<void>[] = [];
    while (performance.now() < startedAt + seconds * 1000) {
      const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
      while (sent.length < due) sent.push(this.send());
      await delay(2);
    }
    await Promise.all(sent);
    return this.result(startedAt);
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private begin(): number {
    this.latenciesMs = [];
    this.unexpected = 0;
    this.firstUnexpected = null;
    return performance.now();
  }

  private async send(): Promise<void> {
    const startedAt = performance.now();
    const answer = await this.pool.request(this.next());
    if (answer.statusCode === this.expectedStatus) {
      await answer.body.dump();
    } else {
      this.unexpected += 1;
      this.firstUnexpected ??= `${answer.statusCode} ${await answer.body.text()}`;
    }
    this.latenciesMs.push(performance.now() - startedAt);
  }

  private result(startedAt: number): LoadResult {
    const answered = this.latenciesMs.length;
    const perSecond = answered / ((performance.now() - startedAt) / 1000);
    const { unexpected, firstUnexpected } = this;
    return { answered, perSecond, unexpected, firstUnexpected, ...latenciesOf(this.latenciesMs) };
  }
}
