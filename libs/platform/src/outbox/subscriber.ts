import { SetMetadata } from '@nestjs/common';
import type { Transaction } from '../database/transaction.js';
import type { OutboxEvent } from './outbox-event.js';

/**
 * Somebody who wants to know. Called with events in the order in which their transactions began to be visible, at
 * least once each. What it writes through `tx` commits together with its checkpoint; it must be idempotent by event
 * id all the same, because an operator may replay it.
 */
export interface Subscriber {
  /** Unique; its checkpoint is kept under this name. */
  readonly name: string;
  /** Types that it wants; the others only move its checkpoint. */
  readonly types: readonly string[];
  /** Of these types, whether it has anything to do for one; without this, it has for each. Asks nobody but the event. */
  concerns?(event: OutboxEvent): boolean;
  /** Whether each event needs a transaction of its own, because two of them may write the same row. */
  readonly oneAtATime?: boolean;
  /** Must not call anything outside the database: enqueue a job with `tx.onCommit` and let a sweep find what that loses. */
  handle(event: OutboxEvent, tx: Transaction): Promise<void>;
  /**
   * Takes all events of a batch together, in their order, where that is cheaper than one by one; `handle` is then
   * called for what is tried alone. Everything said of `handle` holds.
   */
  handleAll?(events: readonly OutboxEvent[], tx: Transaction): Promise<void>;
}

export const SUBSCRIBER_METADATA = 'platform:outbox-subscriber';

/** Marks a provider as a subscriber; the relay of the worker finds it by this mark. */
export const OutboxSubscriber = (): ClassDecorator => SetMetadata(SUBSCRIBER_METADATA, true);

/** What cannot even be judged is wanted: it fails where it is handed over, and is parked for a person. */
export const isWantedBy =
  (subscriber: Subscriber) =>
  (event: OutboxEvent): boolean => {
    if (!subscriber.types.includes(event.type)) return false;
    try {
      return subscriber.concerns?.(event) ?? true;
    } catch {
      return true;
    }
  };
