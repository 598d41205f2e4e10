import { DiscoveryService } from '@nestjs/core';
import { Relay, SUBSCRIBER_METADATA, UnitOfWork, type OutboxEvent, type Subscriber } from '#platform';
import type { TestCore } from './core.js';
import { eventually } from './eventually.js';

const EVENTS = `SELECT position, transaction_id AS "transactionId", id, type, version, organization_id AS "organizationId",
    mode, subject_id AS "subjectId", occurred_at AS "occurredAt", payload, request_id AS "requestId"
  FROM outbox_events WHERE type = ANY($1) ORDER BY transaction_id, position`;
const BEHIND = `SELECT c.subscriber FROM outbox_checkpoints c
  WHERE EXISTS (SELECT FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position))`;

/** Those alone that the relay finds as well. */
const subscribersOf = (core: TestCore): Subscriber[] => [
  ...new Set(
    core
      .get(DiscoveryService)
      .getProviders()
      .filter(({ metatype }) => metatype && Reflect.getMetadata(SUBSCRIBER_METADATA, metatype) === true)
      .map(({ instance }) => instance as Subscriber),
  ),
];

/**
 * Hands a subscriber everything that has happened so far in one batch, as the relay does. Each call begins anew, so that
 * what was heard before is heard again.
 */
export async function hearAll(core: TestCore, subscriber: string): Promise<void> {
  const listening = subscribersOf(core).find(({ name }) => name === subscriber) as Required<Subscriber> | undefined;
  if (!listening) throw new Error(`No subscriber ${subscriber}`);
  const events = await core.database.query<OutboxEvent>(EVENTS, [listening.types]);
  await core.get(UnitOfWork).run((tx) => listening.handleAll(events, tx));
}

/** Lets the relay hand everybody what has happened since it was last at it, and stops it again. */
export async function relayAll(core: TestCore): Promise<void> {
  const relay = core.get(Relay);
  await relay.start(subscribersOf(core));
  try {
    await eventually(
      () => core.database.query(BEHIND),
      (behind) => behind.length === 0,
      30_000,
    );
  } finally {
    await relay.stop();
  }
}
