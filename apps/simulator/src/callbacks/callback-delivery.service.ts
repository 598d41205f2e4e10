import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Agent, request } from 'undici';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';

/** What waits beyond this is lost: a receiver that hangs must not fill the memory. */
const MOST_WAITING = 50_000;
const LOG_LENGTH = 1_000;

export interface CallbackRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly body: string;
}

/** All callbacks of one transaction; sent one after the other, because their order is part of the outcome. */
export interface CallbackJob {
  readonly operator: string;
  readonly reference: string;
  readonly requests: readonly CallbackRequest[];
}

export interface CallbackRecord extends CallbackRequest {
  readonly at: string;
  readonly operator: string;
  readonly reference: string;
  readonly result: 'delivered' | 'failed' | 'dropped';
  readonly httpStatus: number | null;
  readonly error: string | null;
}

/** Sends callbacks once, without retries, a bounded number at a time. A receiver that is down costs nothing but a line in the log. */
@Injectable()
export class CallbackDeliveryService implements BeforeApplicationShutdown {
  private readonly waiting: CallbackJob[] = [];
  private readonly agent: Agent;
  private active = 0;
  private closed = false;
  private log: CallbackRecord[] = [];

  constructor(
    private readonly clock: SimulatedClock,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {
    this.agent = new Agent({ keepAliveTimeout: 1_000, connect: { timeout: settings.callbackTimeoutMs } });
  }

  enqueue(job: CallbackJob): void {
    if (this.closed) return;
    if (this.waiting.length >= MOST_WAITING) return this.drop(job);
    this.waiting.push(job);
    this.startNext();
  }

  /** Records that the callbacks were due and did not leave. */
  drop(job: CallbackJob): void {
    for (const callback of job.requests)
      this.record(job, callback, { result: 'dropped', httpStatus: null, error: null });
  }

  /** The latest attempts, oldest first; kept in memory only. */
  recent(operator: string): CallbackRecord[] {
    return this.log.filter((entry) => entry.operator === operator);
  }

  clear(): void {
    this.waiting.length = 0;
    this.log = [];
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.closed = true;
    this.waiting.length = 0;
    await this.agent.destroy();
  }

  private startNext(): void {
    if (this.closed || this.active >= this.settings.callbackConcurrency) return;
    const job = this.waiting.shift();
    if (!job) return;
    this.active += 1;
    void this.run(job).finally(() => {
      this.active -= 1;
      this.startNext();
    });
  }

  private async run(job: CallbackJob): Promise<void> {
    for (const callback of job.requests) this.record(job, callback, await this.send(callback));
  }

  private async send(callback: CallbackRequest): Promise<Pick<CallbackRecord, 'result' | 'httpStatus' | 'error'>> {
    try {
      const response = await request(callback.url, {
        method: callback.method,
        headers: { 'content-type': 'application/json' },
        body: callback.body,
        dispatcher: this.agent,
        signal: AbortSignal.timeout(this.settings.callbackTimeoutMs),
      });
      await response.body.dump();
      const delivered = response.statusCode < 300;
      return { result: delivered ? 'delivered' : 'failed', httpStatus: response.statusCode, error: null };
    } catch (error) {
      return { result: 'failed', httpStatus: null, error: error instanceof Error ? error.message : String(error) };
    }
  }

  private record(
    job: CallbackJob,
    callback: CallbackRequest,
    end: Pick<CallbackRecord, 'result' | 'httpStatus' | 'error'>,
  ): void {
    const { operator, reference } = job;
    this.log.push({ at: this.clock.nowIso(), operator, reference, ...callback, ...end });
    if (this.log.length > LOG_LENGTH) this.log = this.log.slice(-LOG_LENGTH / 2);
  }
}
