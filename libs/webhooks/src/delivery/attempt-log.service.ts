import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { DatabaseUnavailable, UnitOfWork } from '#platform';
import type { ReceiverAnswer } from './receiver-answer.js';

export interface FinishedAttempt {
  readonly deliveryId: string;
  readonly endpointId: string;
  /** Counted from 1. */
  readonly number: number;
  readonly attemptedAt: Date;
  readonly endedAt: Date;
  readonly answer: ReceiverAnswer;
  readonly status: 'delivered' | 'pending' | 'dead';
  /** Set exactly while it is pending. */
  readonly nextAttemptAt: Date | null;
}

interface Waiting {
  readonly attempt: FinishedAttempt;
  readonly written: () => void;
  readonly failed: (error: unknown) => void;
}

const BATCH_MAX = 100;
/** How long the first attempt of a batch waits for others. Nobody waits for it but the next delivery. */
const GATHER_MS = 4;

// An attempt counts for its delivery only if nobody else's came between: a worker that was slower than its claim is too
// late, unless it has good news. The endpoint hears of every attempt, in the order in which they ended.
// What waits is named in arrays and not joined: a join with a table that PostgreSQL takes for empty goes through all of it.
// Locks are taken as everywhere, endpoints before deliveries and each in the order of their ids: `current` waits for
// `endpoint`, and what it lets pass is judged as it stands under the lock.
const WRITE = `WITH attempt AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::int[], $6::smallint[],
      $7::text[], $8::text[], $9::webhook_delivery_status[], $10::timestamptz[], $11::timestamptz[])
      AS a (id, delivery_id, number, attempted_at, duration_ms, http_status, error, excerpt, status, next_attempt_at, ended_at)
  ), logged AS (
    INSERT INTO webhook_attempts
      (id, delivery_id, number, attempted_at, duration_ms, http_status, error, response_excerpt)
    SELECT id, delivery_id, number, attempted_at, duration_ms, http_status, error, excerpt FROM attempt
  ), locked AS (
    SELECT id FROM webhook_endpoints WHERE id = ANY($12::uuid[]) ORDER BY id FOR NO KEY UPDATE
  ), endpoint AS (
    UPDATE webhook_endpoints e SET last_delivery_at = greatest(e.last_delivery_at, n.last_at),
      last_success_at = greatest(e.last_success_at, n.last_success_at),
      failing_since = CASE WHEN n.last_success_at IS NULL THEN coalesce(e.failing_since, n.failing_since)
        ELSE n.failing_since END
    FROM locked JOIN unnest($12::uuid[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[])
      AS n (id, last_at, last_success_at, failing_since) USING (id)
    WHERE e.id = locked.id RETURNING e.id
  ), current AS (
    SELECT a.delivery_id, a.number, a.status, a.next_attempt_at, a.ended_at
    FROM attempt a JOIN webhook_deliveries d ON d.id = a.delivery_id
    WHERE (SELECT count(*) FROM endpoint) >= 0
      AND d.status = 'pending' AND (a.status = 'delivered' OR d.attempts = a.number - 1)
    ORDER BY d.id FOR UPDATE OF d
  ), planned AS (
    UPDATE webhook_waiting w SET claimed_until = NULL,
      next_attempt_at = (SELECT c.next_attempt_at FROM current c WHERE c.delivery_id = w.delivery_id)
    WHERE delivery_id = ANY(ARRAY(SELECT delivery_id FROM current WHERE status = 'pending'))
  ), ended AS (
    DELETE FROM webhook_waiting WHERE delivery_id = ANY(ARRAY(SELECT delivery_id FROM current WHERE status <> 'pending'))
  )
  UPDATE webhook_deliveries d SET status = c.status, attempts = greatest(d.attempts, c.number),
    completed_at = CASE WHEN c.status <> 'pending' THEN c.ended_at END,
    dead_lettered_at = CASE WHEN c.status = 'dead' THEN c.ended_at END
  FROM current c WHERE d.id = c.delivery_id`;

/**
 * Writes attempts down, with what follows from them for the delivery and its endpoint: those that end within a few
 * milliseconds, or while a write is under way, in one statement together.
 */
@Injectable()
export class AttemptLog {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Resolves when it is committed; rejects with DatabaseUnavailable among others. Safe to repeat as far as the delivery
   * goes; the attempt would be listed twice. Attempts of one delivery must come one after the other.
   */
  record(attempt: FinishedAttempt): Promise<void> {
    return new Promise((written, failed) => {
      this.waiting.push({ attempt, written, failed });
      if (!this.writing) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.writing = true;
    while (this.waiting.length > 0) {
      await delay(GATHER_MS);
      await this.write(this.waiting.splice(0, BATCH_MAX));
    }
    this.writing = false;
  }

  /** One attempt that cannot be written must not take the others down with it: they are tried one by one. */
  private async write(batch: readonly Waiting[]): Promise<void> {
    try {
      const values = valuesOf(batch.map(({ attempt }) => attempt));
      await this.unitOfWork.run((tx) => {
        tx.byIndex();
        tx.write(WRITE, values);
        return Promise.resolve();
      });
      for (const { written } of batch) written();
    } catch (error) {
      if (batch.length > 1 && !(error instanceof DatabaseUnavailable)) for (const one of batch) await this.write([one]);
      else for (const { failed } of batch) failed(error);
    }
  }
}

function valuesOf(attempts: readonly FinishedAttempt[]): unknown[] {
  const endpoints = [...newsByEndpoint(attempts)];
  return [
    attempts.map(({ attemptedAt }) => uuidv7(attemptedAt)),
    attempts.map(({ deliveryId }) => deliveryId),
    attempts.map(({ number }) => number),
    attempts.map(({ attemptedAt }) => attemptedAt),
    attempts.map(({ answer }) => answer.durationMs),
    attempts.map(({ answer }) => answer.httpStatus),
    attempts.map(({ answer }) => answer.error),
    attempts.map(({ answer }) => answer.excerpt),
    attempts.map(({ status }) => status),
    attempts.map(({ nextAttemptAt }) => nextAttemptAt),
    attempts.map(({ endedAt }) => endedAt),
    endpoints.map(([id]) => id),
    endpoints.map(([, news]) => news.lastAt),
    endpoints.map(([, news]) => news.lastSuccessAt),
    endpoints.map(([, news]) => news.failingSince),
  ];
}

interface EndpointNews {
  readonly lastAt: Date;
  readonly lastSuccessAt: Date | null;
  /** First failure behind the last success of these. */
  readonly failingSince: Date | null;
}

/** Sorted, so that two processes lock the rows of their endpoints in the same order. */
function newsByEndpoint(attempts: readonly FinishedAttempt[]): Map<string, EndpointNews> {
  const news = new Map<string, EndpointNews>();
  for (const { endpointId, endedAt, status } of attempts) {
    const before = news.get(endpointId);
    const delivered = status === 'delivered';
    news.set(endpointId, {
      lastAt: endedAt,
      lastSuccessAt: delivered ? endedAt : (before?.lastSuccessAt ?? null),
      failingSince: delivered ? null : (before?.failingSince ?? endedAt),
    });
  }
  return new Map([...news].sort(([a], [b]) => (a < b ? -1 : 1)));
}
