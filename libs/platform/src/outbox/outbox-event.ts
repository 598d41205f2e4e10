import type { DomainEvent } from '#kernel';
import type { Write } from '../database/write.js';
import { currentRequestId } from '../logging/request-context.js';

/** An event as it lies in the outbox. Position and transaction give the order in which subscribers read it. */
export interface OutboxEvent<Payload extends object = object> extends DomainEvent<string, Payload> {
  readonly position: string;
  readonly transactionId: string;
  readonly requestId: string | null;
}

const COLUMNS = 9;
const insertions = new Map<number, string>();

/**
 * All events of a transaction as one statement, because their positions follow the order of its rows: PostgreSQL runs
 * several insertions beside one another in any order it likes.
 */
export function eventsInsert(events: readonly DomainEvent[]): Write {
  return { sql: insertionOf(events.length), values: events.flatMap(valuesOf) };
}

function insertionOf(count: number): string {
  let text = insertions.get(count);
  if (!text) {
    const places = (row: number): string =>
      Array.from({ length: COLUMNS }, (_, column) => `$${row * COLUMNS + column + 1}`).join(', ');
    const rows = Array.from({ length: count }, (_, row) => `(${places(row)})`);
    text = `INSERT INTO outbox_events
  (id, type, version, organization_id, mode, subject_id, occurred_at, payload, request_id)
  VALUES ${rows.join(', ')}`;
    insertions.set(count, text);
  }
  return text;
}

function valuesOf(event: DomainEvent): unknown[] {
  return [
    event.id,
    event.type,
    event.version,
    event.organizationId,
    event.mode,
    event.subjectId,
    event.occurredAt,
    JSON.stringify(event.payload),
    currentRequestId(),
  ];
}
