import { DiscoveryService } from '@nestjs/core';
import { SUBSCRIBER_METADATA, UnitOfWork, type OutboxEvent, type Subscriber } from '#platform';
import type { TestCore } from './core.js';

const EVENTS = `SELECT position, transaction_id AS "transactionId", id, type, version, organization_id AS "organizationId",
    mode, subject_id AS "subjectId", occurred_at AS "occurredAt", payload, request_id AS "requestId"
  FROM outbox_events WHERE type = ANY($1) ORDER BY transaction_id, position`;

/**
 * Hands a subscriber everything that has happened so far in one batch, as the relay does. Each call begins anew, so that
 * what was heard before is heard again.
 */
export async function hearAll(core: TestCore, subscriber: string): Promise<void> {
  const listening = core
    .get(DiscoveryService)
    .getProviders()
    // Those alone that the relay finds as well.
    .filter(({ metatype }) => metatype && Reflect.getMetadata(SUBSCRIBER_METADATA, metatype) === true)
    .map(({ instance }) => instance as Required<Subscriber>)
    .find(({ name }) => name === subscriber);
  if (!listening) throw new Error(`No subscriber ${subscriber}`);
  const events = await core.database.query<OutboxEvent>(EVENTS, [listening.types]);
  await core.get(UnitOfWork).run((tx) => listening.handleAll(events, tx));
}
