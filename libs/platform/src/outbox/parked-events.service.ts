import { Injectable, Logger } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { beginningOf, DomainError, isOutage } from '#kernel';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { withRequestContext } from '../logging/request-context.js';
import { findSubscribers } from './find-subscribers.js';
import type { OutboxEvent } from './outbox-event.js';
import { EVENT_COLUMNS } from './relay-statements.js';
import { isWantedBy, type Subscriber } from './subscriber.js';

/** An event that a subscriber could not take. */
export interface ParkedEvent {
  readonly subscriber: string;
  readonly eventId: string;
  readonly type: string;
  readonly organizationId: string | null;
  readonly subjectId: string;
  readonly occurredAt: Date;
  readonly parkedAt: Date;
  /** What the subscriber threw last. */
  readonly error: string;
}

export interface ReplayOutcome {
  /** Events that the subscriber has taken now. */
  readonly replayed: number;
  /** Events that it refused once more; they stay parked, with what it threw this time. */
  readonly failed: number;
}

export class SubscriberUnknown extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'subscriber_unknown';

  constructor(name: string) {
    super(`There is no subscriber ${name}`);
  }
}

interface ParkedKey {
  readonly transactionId: string;
  readonly position: string;
}

const LISTED_MAX = 200;
/** Longer lists are replayed by asking again, so that one request or command ends in reasonable time. */
const REPLAYED_MAX = 500;

const LIST = `SELECT p.subscriber, e.id AS "eventId", e.type, e.organization_id AS "organizationId", e.subject_id AS "subjectId",
    e.occurred_at AS "occurredAt", p.parked_at AS "parkedAt", p.error
  FROM outbox_parked p
  JOIN outbox_events e ON e.transaction_id = p.transaction_id AND e.position = p.event_position
  WHERE $1::text IS NULL OR p.subscriber = $1
  ORDER BY p.parked_at, p.event_position LIMIT $2`;
const FIND_KEYS = `SELECT transaction_id AS "transactionId", event_position AS position FROM outbox_parked
  WHERE subscriber = $1 ORDER BY transaction_id, event_position LIMIT $2`;
const WAIT_FOR_CHECKPOINT = 'SELECT 1 FROM outbox_checkpoints WHERE subscriber = $1 FOR UPDATE';
const LOCK = 'SELECT 1 FROM outbox_parked WHERE subscriber = $1 AND event_position = $2::bigint FOR UPDATE';
const READ_EVENT = `SELECT ${EVENT_COLUMNS} FROM outbox_events e
  WHERE e.transaction_id = $1::bigint AND e.position = $2::bigint`;
const UNPARK = 'DELETE FROM outbox_parked WHERE subscriber = $1 AND event_position = $2::bigint';
const NOTE_FAILURE = `UPDATE outbox_parked SET error = $3, parked_at = now()
  WHERE subscriber = $1 AND event_position = $2::bigint`;

/** Events that were set aside for a person, and their second chance. */
@Injectable()
export class ParkedEvents {
  private readonly logger = new Logger('ParkedEvents');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly discovery: DiscoveryService,
  ) {}

  /** The longest parked first, at most 200; of one subscriber or of all. */
  list(subscriber: string | null = null): Promise<ParkedEvent[]> {
    return this.database.query<ParkedEvent>(LIST, [subscriber, LISTED_MAX]);
  }

  /**
   * Lets a subscriber handle its parked events again, at most 500, each in a transaction of its own. Safe to repeat and
   * to run twice at once: an event leaves the list in the transaction that handles it. Throws SubscriberUnknown.
   */
  async replay(name: string): Promise<ReplayOutcome> {
    const subscriber = findSubscribers(this.discovery).find((candidate) => candidate.name === name);
    if (!subscriber) throw new SubscriberUnknown(name);
    const keys = await this.database.query<ParkedKey>(FIND_KEYS, [name, REPLAYED_MAX]);
    let replayed = 0;
    let failed = 0;
    for (const key of keys) {
      try {
        if (await this.unitOfWork.run((tx) => this.replayOne(subscriber, key, tx))) replayed += 1;
      } catch (error) {
        if (isOutage(error)) throw error;
        failed += 1;
        await this.noteFailure(name, key, error as Error);
      }
    }
    return { replayed, failed };
  }

  /** Resolves to false when somebody else has replayed the event meanwhile. */
  private async replayOne(
    subscriber: Subscriber,
    { transactionId, position }: ParkedKey,
    tx: Transaction,
  ): Promise<boolean> {
    // The relay holds this lock while it serves the subscriber: a subscriber never handles two events at once.
    await tx.query(WAIT_FOR_CHECKPOINT, [subscriber.name]);
    const [parked] = await tx.query(LOCK, [subscriber.name, position]);
    if (!parked) return false;
    const [event] = await tx.query<OutboxEvent>(READ_EVENT, [transactionId, position]);
    // A version of the code that does not want this event any more is done with it.
    if (event && isWantedBy(subscriber)(event)) {
      await withRequestContext({ requestId: event.requestId ?? event.id }, () => subscriber.handle(event, tx));
    }
    tx.write(UNPARK, [subscriber.name, position]);
    return true;
  }

  private async noteFailure(subscriber: string, { position }: ParkedKey, error: Error): Promise<void> {
    this.logger.warn(`subscriber ${subscriber} refused a parked event once more: ${error.message}`);
    await this.database.query(NOTE_FAILURE, [subscriber, position, beginningOf(error.message, 2000)]);
  }
}
