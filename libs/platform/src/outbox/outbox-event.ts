import type { DomainEvent } from '#kernel';
import type { Write } from '../database/write.js';
import { currentRequestId } from '../logging/request-context.js';

/** An event as it lies in the outbox. Position and transaction give the order in which subscribers read it. */
export interface OutboxEvent<Payload extends object = object> extends DomainEvent<string, Payload> {
  readonly position: string;
  readonly transactionId: string;
  readonly requestId: string | null;
}

const INSERT_EVENT = `INSERT INTO outbox_events
  (id, type, version, organization_id, mode, subject_id, occurred_at, payload, request_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

export function eventInsert(event: DomainEvent): Write {
  return {
    sql: INSERT_EVENT,
    values: [
      event.id,
      event.type,
      event.version,
      event.organizationId,
      event.mode,
      event.subjectId,
      event.occurredAt,
      JSON.stringify(event.payload),
      currentRequestId(),
    ],
  };
}
