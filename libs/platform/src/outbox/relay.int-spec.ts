import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { DomainEvent } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { somethingHappened, startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { createTestDatabase, databaseUrl, type TestDatabase } from '../../../../test/support/postgres.js';
import type { Transaction } from '../database/transaction.js';
import type { OutboxEvent } from './outbox-event.js';
import { Relay } from './relay.js';
import type { Subscriber } from './subscriber.js';

const RELAY = { pollMs: 5, batch: 10, attemptsMax: 3 };

const REMEMBER = 'INSERT INTO taken (subscriber, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING';

/** Writes down what it takes, once per event, as a projection would. */
class Remembering implements Subscriber {
  readonly types = ['it.happened'];
  readonly calls: string[] = [];
  refuses: (event: OutboxEvent) => boolean = () => false;

  constructor(readonly name: string) {}

  async handle(event: OutboxEvent, tx: Transaction): Promise<void> {
    this.calls.push(event.id);
    await tx.query(REMEMBER, [this.name, event.id]);
    if (this.refuses(event)) throw new Error(`no room for ${event.id}`);
  }
}

describe('the relay', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let relay: Relay;

  beforeAll(async () => {
    database = await createTestDatabase();
    platform = await startTestPlatform({ database, relay: RELAY });
    relay = platform.get(Relay);
    await platform.database.query(
      'CREATE TABLE taken (subscriber text, event_id uuid, at bigserial, PRIMARY KEY (subscriber, event_id))',
    );
  });
  afterAll(async () => {
    await platform?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    for (const table of ['taken', 'outbox_events', 'outbox_checkpoints', 'outbox_parked']) {
      await platform.database.query(`DELETE FROM ${table}`);
    }
  });
  afterEach(() => relay.stop());

  const takenBy = async (name: string): Promise<string[]> => {
    const rows = await platform.database.query<{ event_id: string }>(
      'SELECT event_id FROM taken WHERE subscriber = $1 ORDER BY at',
      [name],
    );
    return rows.map((row) => row.event_id);
  };
  /** One transaction each, one after the other. */
  const record = async (...events: DomainEvent[]): Promise<void> => {
    for (const event of events) await platform.unitOfWork.run(async (tx) => tx.record(event));
  };
  const happenings = (count: number): DomainEvent[] =>
    Array.from({ length: count }, () => somethingHappened('it.happened'));
  const idsOf = (events: readonly DomainEvent[]): string[] => events.map(({ id }) => id);
  const taken = (name: string, events: readonly DomainEvent[]) =>
    eventually(
      () => takenBy(name),
      (ids) => ids.length >= events.length,
    );

  it('hands events over in order, in batches, to those who want their type', async () => {
    const subscriber = new Remembering('one');
    const events = happenings(25);
    await record(somethingHappened('something.else'), ...events, somethingHappened('something.else'));
    await relay.start([subscriber]);
    expect(await taken('one', events)).toEqual(idsOf(events));
    expect(subscriber.calls).toEqual(idsOf(events));
  });

  it('hands over the events of one transaction in the order in which they were raised', async () => {
    const events = happenings(7);
    await platform.unitOfWork.run(async (tx) => tx.record(...events));
    await relay.start([new Remembering('one')]);
    expect(await taken('one', events)).toEqual(idsOf(events));
  });

  it('waits for a transaction that commits after a later-numbered one instead of skipping its event', async () => {
    await relay.start([new Remembering('one')]);
    const [early, late] = happenings(2) as [DomainEvent, DomainEvent];
    const slow = new pg.Client(database.url);
    await slow.connect();
    try {
      await slow.query('BEGIN');
      const insert = `INSERT INTO outbox_events (id, type, version, subject_id, occurred_at, payload)
        VALUES ($1, 'it.happened', 1, 's', now(), '{}')`;
      await slow.query(insert, [early.id]);
      await record(late);
      await looksOf(relay, 5);
      expect(await takenBy('one')).toEqual([]);
      await slow.query('COMMIT');
    } finally {
      await slow.end();
    }
    expect(await taken('one', [early, late])).toEqual([early.id, late.id]);
  });

  it('does not wait for transactions of other databases', async () => {
    await relay.start([new Remembering('one')]);
    const [event] = happenings(1) as [DomainEvent];
    const elsewhere = new pg.Client(databaseUrl(database.url, 'postgres'));
    await elsewhere.connect();
    await elsewhere.query('BEGIN; SELECT txid_current()');
    await record(event);
    expect(await taken('one', [event]).finally(() => void elsewhere.end())).toEqual([event.id]);
  });

  it('forgets an event whose transaction was rolled back', async () => {
    await relay.start([new Remembering('one')]);
    const [lost, kept] = happenings(2) as [DomainEvent, DomainEvent];
    const failing = platform.unitOfWork.run(async (tx) => {
      tx.record(lost);
      tx.write('INSERT INTO taken (subscriber, event_id) VALUES ($1, $2)', ['one', 'not an id']);
    });
    await expect(failing).rejects.toThrow('invalid input syntax');
    await record(kept);
    expect(await taken('one', [kept])).toEqual([kept.id]);
  });

  it('tries a subscriber that throws again, parks what it cannot take, and serves the others meanwhile', async () => {
    const [first, poison, last] = happenings(3) as [DomainEvent, DomainEvent, DomainEvent];
    const picky = new Remembering('picky');
    picky.refuses = ({ id }) => id === poison.id;
    const other = new Remembering('other');
    await record(first, poison, last);
    await relay.start([picky, other]);
    expect(await taken('other', [first, poison, last])).toEqual(idsOf([first, poison, last]));
    // What was written before the throw is gone with its transaction.
    expect(await taken('picky', [first, last])).toEqual(idsOf([first, last]));
    expect(picky.calls.filter((id) => id === poison.id).length).toBeGreaterThanOrEqual(RELAY.attemptsMax);
    expect(other.calls).toHaveLength(3);
    const parked = await platform.database.query(
      `SELECT p.subscriber, e.id, p.error FROM outbox_parked p
        JOIN outbox_events e ON e.transaction_id = p.transaction_id AND e.position = p.event_position`,
    );
    expect(parked).toEqual([{ subscriber: 'picky', id: poison.id, error: `no room for ${poison.id}` }]);
  });

  it('tries no further batch before the events of one that failed have been handed over alone', async () => {
    const events = happenings(RELAY.batch);
    const crowded = new Remembering('crowded');
    const seen = new WeakSet<Transaction>();
    const handle = crowded.handle.bind(crowded);
    // The last event goes through in no transaction that has taken another.
    crowded.handle = async (event, tx) => {
      const isCrowded = seen.has(tx) && event.id === events.at(-1)?.id;
      seen.add(tx);
      await handle(event, tx);
      if (isCrowded) throw new Error('too many at once');
    };
    await record(...events);
    await relay.start([crowded]);
    expect(await taken('crowded', events)).toEqual(idsOf(events));
    // Once together and once alone, and fewer where not all could be read at once.
    expect(crowded.calls.length).toBeLessThanOrEqual(2 * events.length);
  });

  it('gives each event a transaction of its own where that is asked for, and passes over the others at once', async () => {
    const [first, second] = happenings(2) as [DomainEvent, DomainEvent];
    const others = Array.from({ length: 5 }, () => somethingHappened('something.else'));
    const lonely = Object.assign(new Remembering('lonely'), { oneAtATime: true });
    const transactions: Transaction[] = [];
    const handle = lonely.handle.bind(lonely);
    lonely.handle = (event, tx) => {
      transactions.push(tx);
      return handle(event, tx);
    };
    await record(...others, first, second, ...others.map(() => somethingHappened('something.else')));
    await relay.start([lonely]);
    expect(await taken('lonely', [first, second])).toEqual(idsOf([first, second]));
    await caughtUp('lonely');
    expect(new Set(transactions).size).toBe(2);
  });

  it('parks what cannot be taken behind events that nobody asked for', async () => {
    const [poison, last] = happenings(2) as [DomainEvent, DomainEvent];
    const picky = new Remembering('picky');
    picky.refuses = ({ id }) => id === poison.id;
    await record(somethingHappened('something.else'), poison, somethingHappened('something.else'), last);
    await relay.start([picky]);
    expect(await taken('picky', [last])).toEqual([last.id]);
    expect(await platform.database.query('SELECT error FROM outbox_parked')).toEqual([
      { error: `no room for ${poison.id}` },
    ]);
  });

  it('parks nothing where a later attempt succeeds', async () => {
    const [event] = happenings(1) as [DomainEvent];
    const moody = new Remembering('moody');
    moody.refuses = () => moody.calls.length < 3;
    await record(event);
    await relay.start([moody]);
    expect(await taken('moody', [event])).toEqual([event.id]);
    expect(await platform.database.query('SELECT 1 FROM outbox_parked')).toEqual([]);
  });

  it('does not count the failures of an event against the next when another process has moved on', async () => {
    const patient = await startTestPlatform({ database, relay: { ...RELAY, attemptsMax: 5 } });
    const [stuck, next] = happenings(2) as [DomainEvent, DomainEvent];
    const subscriber = new Remembering('one');
    const callsFor = ({ id }: DomainEvent) => subscriber.calls.filter((call) => call === id).length;
    subscriber.refuses = ({ id }) => id === stuck.id || callsFor(next) < 3;
    try {
      await record(stuck);
      await patient.get(Relay).start([subscriber]);
      // In its batch, and four times alone: one failure more, and it is parked.
      await eventually(() => callsFor(stuck) === 5);
      await platform.database.query(
        'UPDATE outbox_checkpoints SET (transaction_id, position) = (SELECT transaction_id, position FROM outbox_events)',
      );
      await record(next);
      expect(await taken('one', [next])).toEqual([next.id]);
      expect(await platform.database.query('SELECT 1 FROM outbox_parked')).toEqual([]);
    } finally {
      await patient.get(Relay).stop();
      await patient.close();
    }
  });

  it('changes nothing when the outbox is replayed to a subscriber that is idempotent by event id', async () => {
    const events = happenings(12);
    const subscriber = new Remembering('one');
    await record(...events);
    await relay.start([subscriber]);
    await taken('one', events);
    const before = await platform.database.query('SELECT * FROM taken ORDER BY event_id');
    await platform.database.query('UPDATE outbox_checkpoints SET transaction_id = 0, position = 0');
    await eventually(
      () => subscriber.calls.length,
      (calls) => calls >= 24,
    );
    await caughtUp('one');
    expect(subscriber.calls).toEqual([...idsOf(events), ...idsOf(events)]);
    expect(await platform.database.query('SELECT * FROM taken ORDER BY event_id')).toEqual(before);
  });

  it('serves a subscriber once, however many processes relay', async () => {
    const second = await startTestPlatform({ database, relay: RELAY });
    const subscribers = [new Remembering('one'), new Remembering('one')];
    try {
      await relay.start(subscribers.slice(0, 1));
      await second.get(Relay).start(subscribers.slice(1));
      const batches = Array.from({ length: 30 }, () => happenings(5));
      await Promise.all(batches.map((events) => record(...events)));
      await taken('one', batches.flat());
      await caughtUp('one');
      const calls = subscribers.flatMap((subscriber) => subscriber.calls);
      expect(calls).toHaveLength(150);
      expect(new Set(calls).size).toBe(150);
    } finally {
      await second.get(Relay).stop();
      await second.close();
    }
  });

  it('refuses two subscribers of one name, and says how long ago it looked', async () => {
    await expect(relay.start([new Remembering('one'), new Remembering('one')])).rejects.toThrow('named one');
    expect(relay.sinceLatestLookMs).toBeNull();
    await relay.start([new Remembering('one')]);
    expect(relay.sinceLatestLookMs).toBeLessThan(5000);
    await relay.stop();
    expect(relay.sinceLatestLookMs).toBeNull();
  });

  /** Waits until the relay has read the outbox that often. */
  async function looksOf(watched: Relay, times: number): Promise<void> {
    let previous = Infinity;
    let looks = 0;
    await eventually(() => {
      const since = watched.sinceLatestLookMs ?? Infinity;
      if (since < previous) looks += 1;
      previous = since;
      return looks >= times;
    });
  }

  const caughtUp = (name: string) =>
    eventually(
      () =>
        platform.database.query(
          `SELECT 1 FROM outbox_checkpoints WHERE subscriber = $1 AND (transaction_id, position) =
            (SELECT transaction_id, position FROM outbox_events ORDER BY transaction_id DESC, position DESC LIMIT 1)`,
          [name],
        ),
      (rows) => rows.length === 1,
    );
});
