import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DomainEvent } from '#kernel';
import { somethingHappened, startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import type { Transaction } from '../database/transaction.js';
import { currentRequestId } from '../logging/request-context.js';
import type { OutboxEvent } from './outbox-event.js';
import { ParkedEvents, SubscriberUnknown } from './parked-events.service.js';
import { SubscriberStandings } from './subscriber-standings.service.js';
import { OutboxSubscriber, type Subscriber } from './subscriber.js';

@OutboxSubscriber()
class Counting implements Subscriber {
  readonly name = 'counting';
  readonly types = ['it.happened'];
  readonly handled: { id: string; requestId: string | null }[] = [];

  async handle(event: OutboxEvent<{ refuse?: boolean }>, tx: Transaction): Promise<void> {
    await tx.query('UPDATE counter SET handled = handled + 1');
    if (event.payload.refuse) throw new Error('still no room');
    this.handled.push({ id: event.id, requestId: currentRequestId() });
  }
}

describe('parked events', () => {
  let platform: TestPlatform;
  let parked: ParkedEvents;

  beforeAll(async () => {
    platform = await startTestPlatform({ providers: [Counting] });
    parked = platform.get(ParkedEvents);
    await platform.database.query('CREATE TABLE counter AS SELECT 0 AS handled');
    await platform.database.query(`INSERT INTO outbox_checkpoints (subscriber) VALUES ('counting'), ('retired')`);
  });
  afterAll(() => platform?.close());
  beforeEach(async () => {
    for (const table of ['outbox_parked', 'outbox_events']) await platform.database.query(`DELETE FROM ${table}`);
    await platform.database.query('UPDATE counter SET handled = 0');
    platform.get(Counting).handled.length = 0;
  });

  async function park(...events: DomainEvent[]): Promise<void> {
    for (const event of events) {
      await platform.unitOfWork.run(async (tx) => tx.record(event));
      await platform.database.query(
        `INSERT INTO outbox_parked (subscriber, transaction_id, event_position, error)
          SELECT 'counting', transaction_id, position, 'no room' FROM outbox_events WHERE id = $1`,
        [event.id],
      );
    }
  }
  const counted = async () =>
    (await platform.database.first<{ handled: number }>('SELECT handled FROM counter'))?.handled;

  it('are listed with what was thrown, and are no more after a replay that succeeds', async () => {
    const events = [somethingHappened('it.happened'), somethingHappened('it.happened')];
    await park(...events);
    const listed = await parked.list('counting');
    expect(listed.map(({ eventId, error }) => ({ eventId, error }))).toEqual(
      events.map(({ id }) => ({ eventId: id, error: 'no room' })),
    );
    expect(await parked.list('retired')).toEqual([]);

    expect(await parked.replay('counting')).toEqual({ replayed: 2, failed: 0 });
    // Each under the id of the request that caused it, or its own when none did.
    expect(platform.get(Counting).handled).toEqual(events.map(({ id }) => ({ id, requestId: id })));
    expect(await parked.list()).toEqual([]);
    expect(await parked.replay('counting')).toEqual({ replayed: 0, failed: 0 });
  });

  it('stay with what was thrown last when they are refused once more, and do not hold back those after them', async () => {
    const [refused, fine] = [somethingHappened('it.happened', { refuse: true }), somethingHappened('it.happened')];
    await park(refused, fine);
    expect(await parked.replay('counting')).toEqual({ replayed: 1, failed: 1 });
    expect(await parked.list()).toMatchObject([{ eventId: refused.id, error: 'still no room' }]);
    // The refused one took its count back with its transaction.
    expect(await counted()).toBe(1);
  });

  it('are handled once when two people replay at once', async () => {
    await park(...Array.from({ length: 10 }, () => somethingHappened('it.happened')));
    const outcomes = await Promise.all([1, 2, 3].map(() => parked.replay('counting')));
    expect(outcomes.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(10);
    expect(await counted()).toBe(10);
  });

  it('of a type that the subscriber does not want any more are dropped', async () => {
    await park(somethingHappened('it.once.happened'));
    expect(await parked.replay('counting')).toEqual({ replayed: 1, failed: 0 });
    expect(await counted()).toBe(0);
    expect(await parked.list()).toEqual([]);
  });

  it('belong to subscribers that exist', async () => {
    await expect(parked.replay('retired')).rejects.toThrow(SubscriberUnknown);
  });

  it('show in the standing of their subscriber, beside how far it is behind', async () => {
    const longAgo = { ...somethingHappened('it.happened'), occurredAt: new Date(Date.now() - 60_000) };
    await park(longAgo);
    const standings = await platform.get(SubscriberStandings).read();
    expect(standings).toEqual([
      { subscriber: 'counting', lagSeconds: expect.any(Number), parked: 1, exists: true },
      { subscriber: 'retired', lagSeconds: expect.any(Number), parked: 0, exists: false },
    ]);
    for (const { lagSeconds } of standings) expect(lagSeconds).toBeGreaterThanOrEqual(60);
    await platform.database.query(
      'UPDATE outbox_checkpoints SET (transaction_id, position) = (SELECT transaction_id, position FROM outbox_events)',
    );
    expect((await platform.get(SubscriberStandings).read()).map(({ lagSeconds }) => lagSeconds)).toEqual([0, 0]);
  });
});
