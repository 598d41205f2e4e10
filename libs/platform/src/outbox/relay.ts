import { Inject, Injectable, Logger } from '@nestjs/common';
import { beginningOf, isOutage } from '#kernel';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { withRequestContext } from '../logging/request-context.js';
import { Metrics } from '../metrics/metrics.js';
import { restAfterLook, type Look } from '../queue/rest-after-look.js';
import { Batches, type Checkpoint } from './batches.js';
import {
  backOffMs,
  FIND_BEHIND,
  LOCK_CHECKPOINT,
  MOVE_CHECKPOINT,
  PARK_EVENT,
  PASS_OVER,
  REGISTER,
} from './relay-statements.js';
import type { OutboxEvent } from './outbox-event.js';
import { isWantedBy, type Subscriber } from './subscriber.js';

export interface RelayOptions {
  /** At least; longer where much comes, or looks take long. */
  readonly pollMs: number;
  readonly batch: number;
  /** How often an event is tried on a subscriber before it is parked. */
  readonly attemptsMax: number;
}

export const RELAY_OPTIONS = Symbol('RelayOptions');
export const DEFAULT_RELAY_OPTIONS: RelayOptions = { pollMs: 40, batch: 200, attemptsMax: 5 };

interface Behind extends Checkpoint {
  readonly subscriber: string;
}

/** An event that failed, or null while only its batch is known to have; how often, and when it may be tried again. */
interface Failure {
  readonly position: string | null;
  readonly attempts: number;
  readonly notBefore: number;
  /** How many events of the batch that failed are still to be handed over alone. */
  readonly left: number;
}

/** The event that a delivery is at, so that its failure is counted against this one and no other. */
interface Attempt {
  position: string | null;
  /** How many events its transaction is to take. */
  size: number;
}

/**
 * Hands the outbox to its subscribers. Each has a checkpoint of its own, so that one that fails neither stops nor
 * delays the others.
 *
 * Order and completeness: an event carries the id of the transaction that wrote it, and only events below the oldest
 * transaction still running are read. A transaction that commits late therefore holds the reader back instead of
 * being skipped by it.
 */
@Injectable()
export class Relay {
  private readonly logger = new Logger('Relay');
  private readonly busy = new Map<string, Promise<void>>();
  private readonly failures = new Map<string, Failure>();
  private readonly batches: Batches;
  private subscribers: readonly Subscriber[] = [];
  private timer: NodeJS.Timeout | null = null;
  private look: Promise<void> = Promise.resolve();
  private stopped = false;
  private latestLookMs: number | null = null;

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly metrics: Metrics,
    @Inject(RELAY_OPTIONS) private readonly options: RelayOptions,
  ) {
    this.batches = new Batches(options.batch);
  }

  /** How long ago the outbox was read last; null while the relay does not run. */
  get sinceLatestLookMs(): number | null {
    return this.latestLookMs === null ? null : performance.now() - this.latestLookMs;
  }

  async start(subscribers: readonly Subscriber[]): Promise<void> {
    const names = subscribers.map((subscriber) => subscriber.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice) throw new Error(`Two subscribers are named ${twice}`);
    this.subscribers = subscribers;
    this.batches.forget();
    for (const name of names) await this.database.query(REGISTER, [name]);
    this.stopped = false;
    this.latestLookMs = performance.now();
    this.schedule({ tookMs: 0, found: 0 });
  }

  /** Stops reading and waits for what is under way: a look left behind would go on beside those of the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.latestLookMs = null;
    if (this.timer) clearTimeout(this.timer);
    await this.look;
    await Promise.all(this.busy.values());
  }

  private schedule(latest: Look): void {
    if (this.stopped) return;
    const lookAgain = (): void => {
      this.look = this.tick();
    };
    this.timer = setTimeout(lookAgain, restAfterLook(latest, this.options.pollMs));
  }

  /** One cheap statement says which subscribers are behind; idle subscribers cost nothing more. */
  private async tick(): Promise<void> {
    const startedAt = performance.now();
    let found = 0;
    try {
      const behind = await this.database.query<Behind>(FIND_BEHIND, [this.subscribers.map(({ name }) => name)]);
      if (!this.stopped) this.latestLookMs = performance.now();
      if (behind.length === 0) this.batches.forget();
      const free = behind.filter(({ subscriber: name }) => !this.busy.has(name) && this.mayTry(name));
      const { concerned, events } = await this.passOver(free);
      found = events;
      for (const subscriber of concerned) this.catchUp(subscriber);
    } catch (error) {
      // What comes back may have been restored to an earlier moment.
      this.batches.forget();
      this.logger.warn(`the outbox could not be read: ${(error as Error).message}`);
    }
    this.schedule({ tookMs: performance.now() - startedAt, found });
  }

  /**
   * Resolves to those who want something of what they have not read, and how many events there are. The others are moved past
   * them, all with one statement: most subscribers have nothing to do for most events, and a transaction for each of them every
   * time costs more than the events.
   */
  private async passOver(behind: readonly Behind[]): Promise<{ concerned: readonly Subscriber[]; events: number }> {
    const concerned: Subscriber[] = [];
    let most = 0;
    const passing: (readonly [Behind, Checkpoint])[] = [];
    for (const standing of behind) {
      const subscriber = this.subscribers.find(({ name }) => name === standing.subscriber);
      if (!subscriber) continue;
      const events = await this.batches.behind(standing, this.database);
      most = Math.max(most, events.length);
      const last = events.at(-1);
      // Where there is more than a batch, or something failed, it goes on by itself.
      const mayPass = events.length < this.options.batch && !this.failures.has(subscriber.name);
      if (last && mayPass && !events.some(isWantedBy(subscriber))) passing.push([standing, last]);
      else concerned.push(subscriber);
    }
    if (passing.length > 0) {
      await this.database.query(PASS_OVER, [
        passing.map(([{ subscriber }]) => subscriber),
        passing.map(([{ transactionId }]) => transactionId),
        passing.map(([{ position }]) => position),
        passing.map(([, last]) => last.transactionId),
        passing.map(([, last]) => last.position),
      ]);
    }
    return { concerned, events: most };
  }

  private mayTry(name: string): boolean {
    return (this.failures.get(name)?.notBefore ?? 0) <= Date.now();
  }

  private catchUp(subscriber: Subscriber): void {
    const work = this.deliverUntilIdle(subscriber)
      .catch((error: Error) => {
        // An event that cannot be set aside either is met again at the next look.
        const words = `subscriber ${subscriber.name} could not be served: ${error.message}`;
        if (isOutage(error)) this.logger.warn(words);
        else this.logger.error(words);
      })
      .finally(() => this.busy.delete(subscriber.name));
    this.busy.set(subscriber.name, work);
  }

  private async deliverUntilIdle(subscriber: Subscriber): Promise<void> {
    let more = true;
    while (more && !this.stopped && this.mayTry(subscriber.name)) {
      const attempt: Attempt = { position: null, size: 0 };
      try {
        // A batch is quick; a batch that failed is done event by event, so that the culprit is alone in its transaction.
        const isAlone = subscriber.oneAtATime === true || this.failures.has(subscriber.name);
        more = await this.unitOfWork.run((tx) => this.deliver(subscriber, tx, isAlone, attempt));
        this.goOn(subscriber.name);
      } catch (error) {
        await this.failed(subscriber, attempt, error as Error);
      }
    }
  }

  /** After a batch that failed no other is tried before all of its events have been: it would fail for the same one. */
  private goOn(name: string): void {
    const left = (this.failures.get(name)?.left ?? 0) - 1;
    if (left > 0) this.failures.set(name, { position: null, attempts: 0, notBefore: 0, left });
    else this.failures.delete(name);
  }

  /**
   * Hands over what there is, or, alone, what comes up to the first event that is wanted. Resolves to whether there may be
   * more. The checkpoint row is the lock: one process serves a subscriber at a time.
   */
  private async deliver(subscriber: Subscriber, tx: Transaction, alone: boolean, attempt: Attempt): Promise<boolean> {
    const checkpoint = await this.lockCheckpoint(subscriber, tx);
    if (!checkpoint) return false;
    const read = await this.batches.behind(checkpoint, tx);
    const first = read.findIndex(isWantedBy(subscriber));
    const events = alone && first >= 0 ? read.slice(0, first + 1) : read;
    const wanted = events.filter(isWantedBy(subscriber));
    attempt.size = wanted.length;
    await this.hand(subscriber, wanted, tx, attempt);
    const last = events.at(-1);
    if (!last) return false;
    tx.write(MOVE_CHECKPOINT, [subscriber.name, last.transactionId, last.position]);
    return events.length < read.length || read.length === this.options.batch;
  }

  private async lockCheckpoint({ name }: Subscriber, tx: Transaction): Promise<Checkpoint | undefined> {
    const [checkpoint] = await tx.query<Checkpoint>(LOCK_CHECKPOINT, [name]);
    return checkpoint;
  }

  private async hand(
    subscriber: Subscriber,
    events: readonly OutboxEvent[],
    tx: Transaction,
    attempt: Attempt,
  ): Promise<void> {
    attempt.position = events[0]?.position ?? null;
    if (subscriber.handleAll && events.length > 1) return subscriber.handleAll(events, tx);
    for (const event of events) {
      attempt.position = event.position;
      await withRequestContext({ requestId: event.requestId ?? event.id }, () => subscriber.handle(event, tx));
    }
  }

  private async failed(subscriber: Subscriber, { position, size }: Attempt, error: Error): Promise<void> {
    const before = this.failures.get(subscriber.name);
    if (position === null || isOutage(error)) {
      // No event is to blame when the database is away: nothing is counted, and nothing is parked for it.
      const { position: at = null, attempts = 0, left = 0 } = before ?? {};
      this.failures.set(subscriber.name, { position: at, attempts, left, notBefore: Date.now() + backOffMs(1) });
      return;
    }
    if (!before) {
      // First failure of a batch: find the culprit at once, one event at a time.
      this.failures.set(subscriber.name, { position: null, attempts: 0, notBefore: 0, left: size });
      return;
    }
    const { left } = before;
    // Another process may have taken or parked the event that failed here before: the next one begins anew.
    const attempts = before.position === position ? before.attempts + 1 : 1;
    this.logger.warn(`subscriber ${subscriber.name} failed, attempt ${attempts}: ${error.message}`);
    if (attempts < this.options.attemptsMax) {
      this.failures.set(subscriber.name, { position, attempts, left, notBefore: Date.now() + backOffMs(attempts) });
      return;
    }
    await this.park(subscriber, position, error);
    this.goOn(subscriber.name);
  }

  /** Sets the event aside for a person and goes on with the next one. */
  private async park(subscriber: Subscriber, position: string, error: Error): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const checkpoint = await this.lockCheckpoint(subscriber, tx);
      const event = checkpoint && (await this.batches.behind(checkpoint, tx)).find(isWantedBy(subscriber));
      if (event?.position !== position) return;
      tx.write(PARK_EVENT, [subscriber.name, event.transactionId, event.position, beginningOf(error.message, 2000)]);
      tx.write(MOVE_CHECKPOINT, [subscriber.name, event.transactionId, event.position]);
      this.metrics.outboxParkedTotal.inc({ subscriber: subscriber.name });
      this.logger.error(`subscriber ${subscriber.name} cannot take event ${event.id} (${event.type}): it is parked`);
    });
  }
}
