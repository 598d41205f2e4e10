import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { DomainEvent } from '#kernel';
import { eventually } from '../../../../test/support/eventually.js';
import { somethingHappened, startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import type { OutboxEvent } from './outbox-event.js';
import { FIND_BEHIND, PASS_OVER } from './relay-statements.js';
import { Relay } from './relay.js';
import type { Subscriber } from './subscriber.js';

const LOOK_MS = 30;
const MANY = 8;

interface Looked {
  readonly from: number;
  readonly to: number;
  readonly behind: number;
}

/** Has nothing to do for what happens, unless the test says so. */
class Choosy implements Subscriber {
  readonly types = ['it.happened'];
  readonly asked: string[] = [];
  readonly taken: string[] = [];

  constructor(
    readonly name: string,
    private readonly wants: (event: OutboxEvent) => boolean = () => false,
  ) {}

  concerns(event: OutboxEvent): boolean {
    this.asked.push(event.type);
    return this.wants(event);
  }

  handle(event: OutboxEvent): Promise<void> {
    this.taken.push(event.id);
    return this.name === 'refusing' ? Promise.reject(new Error('no')) : Promise.resolve();
  }
}

describe('subscribers that have nothing to do for an event', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  let relay: Relay;
  /** How many looks are under way. */
  let looking = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    platform = await startTestPlatform({ database, relay: { pollMs: 5, batch: 10, attemptsMax: 2 } });
    relay = platform.get(Relay);
  });
  afterAll(async () => {
    await platform?.close();
    await database?.drop();
  });
  beforeEach(async () => {
    for (const table of ['outbox_events', 'outbox_checkpoints', 'outbox_parked']) {
      await platform.database.query(`DELETE FROM ${table}`);
    }
  });
  afterEach(() => relay.stop());

  const record = (...events: DomainEvent[]): Promise<void> =>
    platform.unitOfWork.run((tx) => Promise.resolve(tx.record(...events)));
  /** By subscriber that has passed everything: which transaction moved it. */
  const passed = async (): Promise<Map<string, string>> => {
    const rows = await platform.database.query<{ subscriber: string; by: string }>(
      `SELECT subscriber, xmin::text AS by FROM outbox_checkpoints WHERE (transaction_id, position) =
        (SELECT transaction_id, position FROM outbox_events ORDER BY transaction_id DESC, position DESC LIMIT 1)`,
    );
    return new Map(rows.map(({ subscriber, by }) => [subscriber, by]));
  };

  it('are moved past it together, and it goes to whom it concerns', async () => {
    const [first, second] = [somethingHappened('it.happened'), somethingHappened('it.happened')];
    const one = new Choosy('one', ({ id }) => id === second.id);
    await record(first, second, somethingHappened('something.else'));
    const idle = [new Choosy('left'), new Choosy('right')];
    await relay.start([one, ...idle]);
    const movers = await eventually(passed, ({ size }) => size === 3);
    expect(one.taken).toEqual([second.id]);
    expect(idle.map(({ taken }) => taken)).toEqual([[], []]);
    expect(movers.get('left')).toBe(movers.get('right'));
    expect(movers.get('one')).not.toBe(movers.get('left'));
    expect(new Set(idle.flatMap(({ asked }) => asked))).toEqual(new Set(['it.happened']));
  });

  it('wait for nobody who is served by another process', async () => {
    await record(somethingHappened('it.happened'));
    for (const name of ['held', 'free']) {
      await platform.database.query('INSERT INTO outbox_checkpoints (subscriber) VALUES ($1)', [name]);
    }
    const elsewhere = new pg.Client(database.url);
    await elsewhere.connect();
    try {
      await elsewhere.query('BEGIN');
      await elsewhere.query(`SELECT 1 FROM outbox_checkpoints WHERE subscriber = 'held' FOR UPDATE`);
      await relay.start([new Choosy('held'), new Choosy('free')]);
      expect([...(await eventually(passed, ({ size }) => size > 0)).keys()]).toEqual(['free']);
      await elsewhere.query('COMMIT');
    } finally {
      await elsewhere.end();
    }
    await eventually(passed, ({ size }) => size === 2);
  });

  it('stay where they were set meanwhile', async () => {
    const set = `INSERT INTO outbox_checkpoints (subscriber, transaction_id, position) VALUES ($1, $2, 3)`;
    await platform.database.query(set, ['replayed', 0]);
    await platform.database.query(set, ['still there', 5]);
    await platform.database.query(PASS_OVER, [
      ['replayed', 'still there'],
      [5, 5],
      [3, 3],
      [9, 9],
      [7, 8],
    ]);
    const standings = 'SELECT subscriber, transaction_id AS at, position FROM outbox_checkpoints ORDER BY subscriber';
    expect(await platform.database.query(standings)).toEqual([
      { subscriber: 'replayed', at: '0', position: '3' },
      { subscriber: 'still there', at: '9', position: '8' },
    ]);
  });

  it('are not hidden behind a batch that is full', async () => {
    const events = Array.from({ length: 25 }, () => somethingHappened('it.happened'));
    const one = new Choosy('one', ({ id }) => id === events.at(-1)?.id);
    await record(...events);
    await relay.start([one]);
    await eventually(passed, ({ size }) => size === 1);
    expect(one.taken).toEqual([events.at(-1)?.id]);
  });

  it('are handed what they cannot even judge, so that it is parked', async () => {
    const event = somethingHappened('it.happened');
    const broken = new Choosy('refusing', () => {
      throw new Error('what is this?');
    });
    await record(event);
    await relay.start([broken, new Choosy('idle')]);
    await eventually(passed, ({ size }) => size === 2);
    expect(await platform.database.query('SELECT subscriber, error FROM outbox_parked')).toEqual([
      { subscriber: 'refusing', error: 'no' },
    ]);
  });

  it('are looked for more rarely where looks take long', async () => {
    const looks = await looksDuring([], LOOK_MS, async (soFar) => {
      await eventually(() => soFar.length >= 3);
    });
    const rests = looks.slice(1).map(({ from }, at) => from - looks[at]!.to);
    expect(Math.min(...rests)).toBeGreaterThanOrEqual(3 * LOOK_MS);
  });

  it('are looked for once at a time by a relay that is stopped within a look and started again', async () => {
    const looks = await looksDuring([], LOOK_MS, async (soFar) => {
      await eventually(() => looking > 0);
      await relay.stop();
      expect(looking).toBe(0);
      await relay.start([]);
      await eventually(() => soFar.length >= 3);
    });
    const rests = looks.slice(1).map(({ from }, at) => from - looks[at]!.to);
    expect(Math.min(...rests)).toBeGreaterThan(0);
  });

  it('are looked for more rarely where there are many', async () => {
    const looks = await looksDuring([new Choosy('choosy')], 0, async (soFar) => {
      await record(...Array.from({ length: MANY }, () => somethingHappened('it.happened')));
      await eventually(() => soFar.slice(0, -1).some(({ behind }) => behind > 0));
    });
    const at = looks.findIndex(({ behind }) => behind > 0);
    expect(looks[at + 1]!.from - looks[at]!.to).toBeGreaterThanOrEqual(9 * MANY);
  });

  /** When it looked, for how long, and how many subscribers it found behind. */
  async function looksDuring(
    subscribers: readonly Subscriber[],
    tookMs: number,
    meanwhile: (looks: readonly Looked[]) => Promise<void>,
  ): Promise<readonly Looked[]> {
    const query = platform.database.query.bind(platform.database);
    const looks: Looked[] = [];
    const watched = jest.spyOn(platform.database, 'query').mockImplementation(async (text, values) => {
      if (text !== FIND_BEHIND) return query(text, values);
      const from = performance.now();
      looking += 1;
      try {
        await delay(tookMs);
        const behind = await query(text, values);
        looks.push({ from, to: performance.now(), behind: behind.length });
        return behind;
      } finally {
        looking -= 1;
      }
    });
    try {
      await relay.start(subscribers);
      await meanwhile(looks);
    } finally {
      watched.mockRestore();
    }
    return looks;
  }
});
