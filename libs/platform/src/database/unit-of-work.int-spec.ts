import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7, type DomainEvent } from '#kernel';
import { somethingHappened, startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { withRequestContext } from '../logging/request-context.js';
import { ConstraintViolation, DatabaseUnavailable } from './database-errors.js';

@Entity('counters')
class Counter {
  private events: DomainEvent[] = [];

  @PrimaryColumn({ type: 'uuid' })
  id: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'integer' })
  total: number;

  @Column({ type: 'jsonb' })
  labels: readonly string[];

  static named(name: string, total = 0): Counter {
    return Object.assign(new Counter(), { id: uuidv7(), name, total, labels: [] });
  }

  count(by: number): void {
    this.total += by;
    (this.events ??= []).push(somethingHappened('counter.counted', { by }));
  }

  pullEvents(): DomainEvent[] {
    const pulled = this.events ?? [];
    this.events = [];
    return pulled;
  }
}

const SCHEMA = `CREATE TABLE counters (
  id uuid NOT NULL CONSTRAINT counters_pkey PRIMARY KEY,
  name text NOT NULL CONSTRAINT counters_name_key UNIQUE,
  total integer NOT NULL CONSTRAINT counters_total_not_negative CHECK (total >= 0),
  labels jsonb NOT NULL
)`;
const MARKS = 'CREATE TABLE counter_marks (counter_id uuid NOT NULL REFERENCES counters ON DELETE CASCADE)';

describe('the unit of work', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await startTestPlatform({ imports: [TypeOrmModule.forFeature([Counter])] });
    await platform.database.query(SCHEMA);
    await platform.database.query(MARKS);
  });
  afterAll(() => platform?.close());
  beforeEach(async () => {
    await platform.database.query('DELETE FROM counters');
    await platform.database.query('DELETE FROM outbox_events');
  });

  const run: TestPlatform['unitOfWork']['run'] = (work) => platform.unitOfWork.run(work);
  const saved = (...counters: Counter[]) => run(async (tx) => counters.forEach((counter) => tx.save(counter)));
  const totals = () => platform.database.query('SELECT name, total FROM counters ORDER BY name');
  const failureOf = (work: Promise<unknown>) => work.then(() => null).catch((error: unknown) => error);

  it('sends what a command writes as one statement, with the same name for the same shape', async () => {
    const sent = jest.spyOn(platform.database.pool, 'query');
    const write = (name: string) =>
      run(async (tx) => {
        const counter = Counter.named(name);
        counter.count(1);
        tx.save(counter);
        tx.write('UPDATE counters SET total = total WHERE name = $1', ['nobody']);
      });
    await write('one');
    await write('two');
    const statements = sent.mock.calls.map(([query]) => query as unknown as { name: string; text: string });
    sent.mockRestore();
    expect(statements).toHaveLength(2);
    expect(statements[0]?.text).toMatch(/INSERT INTO counters [\s\S]+UPDATE counters [\s\S]+INSERT INTO outbox_events/);
    expect(statements[0]?.name).toMatch(/^[0-9a-f]{40}$/);
    expect(statements[1]?.name).toBe(statements[0]?.name);
    expect(await totals()).toEqual([
      { name: 'one', total: 1 },
      { name: 'two', total: 1 },
    ]);
  });

  it('has the server plan the statements of a command once', async () => {
    await saved(Counter.named('one'));
    const planned = await run(async (tx) => {
      await tx.load(Counter, { name: 'one' });
      return tx.query<{ statement: string }>('SELECT statement FROM pg_prepared_statements');
    });
    expect(planned.some(({ statement }) => statement.includes('FROM counters WHERE name = $1 FOR NO KEY UPDATE'))).toBe(
      true,
    );
  });

  it('has what goes by indexes planned once for arrays of any length', async () => {
    const text = 'UPDATE counters SET total = total WHERE id = ANY($1::uuid[])';
    const touched = (ids: readonly string[]) =>
      run(async (tx) => {
        tx.byIndex();
        tx.write(text, [ids]);
      });
    await touched([]);
    await touched([uuidv7()]);
    expect(
      await platform.database.query(
        `SELECT generic_plans::int AS kept, custom_plans::int AS once, current_setting('plan_cache_mode') AS "setBehind"
          FROM pg_prepared_statements WHERE statement = $1`,
        [text],
      ),
    ).toEqual([{ kept: 2, once: 0, setBehind: 'auto' }]);
  });

  it('commits rows, events and what follows a commit together, under the id of the request', async () => {
    let seenAfterCommit: Promise<object[]> | undefined;
    await withRequestContext({ requestId: 'req_1' }, () =>
      run(async (tx) => {
        const counter = Counter.named('one');
        counter.count(5);
        tx.save(counter);
        tx.onCommit(() => void (seenAfterCommit = totals()));
      }),
    );
    expect(await seenAfterCommit).toEqual([{ name: 'one', total: 5 }]);
    const events = await platform.database.query('SELECT type, payload, request_id FROM outbox_events');
    expect(events).toEqual([{ type: 'counter.counted', payload: { by: 5 }, request_id: 'req_1' }]);
  });

  it('leaves nothing of a command that throws', async () => {
    const afterCommit = jest.fn();
    const failing = run(async (tx) => {
      const counter = Counter.named('one');
      counter.count(5);
      tx.save(counter);
      tx.onCommit(afterCommit);
      await tx.query('SELECT 1');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(afterCommit).not.toHaveBeenCalled();
    expect(await totals()).toEqual([]);
    expect(await platform.database.query('SELECT 1 FROM outbox_events')).toEqual([]);
  });

  it('loses no update when many load and save the same row at once', async () => {
    await saved(Counter.named('one'));
    const count = () =>
      run(async (tx) => {
        const counter = await tx.load(Counter, { name: 'one' });
        counter?.count(1);
        if (counter) tx.save(counter);
      });
    await Promise.all(Array.from({ length: 30 }, count));
    expect(await totals()).toEqual([{ name: 'one', total: 30 }]);
    const events = await platform.database.query('SELECT 1 FROM outbox_events');
    expect(events).toHaveLength(30);
  });

  it('writes no row that did not change, and lists as they are', async () => {
    await saved(Object.assign(Counter.named('one'), { labels: ['a', 'b'] }));
    const version = () => platform.database.first('SELECT xmin::text, labels FROM counters');
    const before = await version();
    expect(before).toMatchObject({ labels: ['a', 'b'] });
    await run(async (tx) => tx.save((await tx.load(Counter, { name: 'one' })) as Counter));
    expect(await version()).toEqual(before);
    await expect(run((tx) => tx.load(Counter, { name: 'nobody' }))).resolves.toBeNull();
  });

  it('lets others refer to a loaded row meanwhile', async () => {
    const counter = Counter.named('one');
    await saved(counter);
    await run(async (tx) => {
      await tx.load(Counter, { name: 'one' });
      await run(async (other) => {
        await other.query("SET LOCAL lock_timeout = '500ms'");
        await other.query('INSERT INTO counter_marks (counter_id) VALUES ($1)', [counter.id]);
      });
    });
    expect(await platform.database.query('SELECT FROM counter_marks')).toHaveLength(1);
  });

  it('does the work again that lost a deadlock', async () => {
    await saved(Counter.named('left'), Counter.named('right'));
    let attempts = 0;
    const bothHoldOne = barrier(2);
    const move = (from: string, to: string) =>
      run(async (tx) => {
        attempts += 1;
        const giver = (await tx.load(Counter, { name: from })) as Counter;
        // Each holds one row before either asks for the other: from here only one can go on.
        await bothHoldOne();
        const taker = (await tx.load(Counter, { name: to })) as Counter;
        giver.total += 1;
        taker.total += 1;
        tx.save(giver);
        tx.save(taker);
      });
    await Promise.all([move('left', 'right'), move('right', 'left')]);
    // On a busy server both may notice the deadlock before either has given way.
    expect([3, 4]).toContain(attempts);
    expect(await totals()).toEqual([
      { name: 'left', total: 2 },
      { name: 'right', total: 2 },
    ]);
  });

  it('gives up what never succeeds, after four attempts', async () => {
    let attempts = 0;
    const hopeless = run(async (tx) => {
      attempts += 1;
      await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure'; END $$`);
    });
    await expect(hopeless).rejects.toThrow('again');
    expect(attempts).toBe(4);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['counters_name_key', () => saved(Counter.named('one'))],
    ['counters_total_not_negative', () => saved(Counter.named('two', -1))],
    ['audit_entries_append_only', () => run(async (tx) => tx.write('DELETE FROM audit_entries', []))],
  ])('names the constraint %s when it refuses', async (constraint, violate) => {
    await saved(Counter.named('one'));
    await platform.database.query(
      `INSERT INTO audit_entries (id, action, details, occurred_at) VALUES (gen_random_uuid(), 'test', '{}', now())`,
    );
    const error = await failureOf(violate());
    expect(error).toBeInstanceOf(ConstraintViolation);
    expect(error).toMatchObject({ constraint });
  });

  it('passes on what is no business of a constraint', async () => {
    const error = await failureOf(run(async (tx) => tx.write('SELECT 1/$1::int', [0])));
    expect(error).toMatchObject({ code: '22012' });
    expect(error).not.toBeInstanceOf(ConstraintViolation);
  });

  it('says that the database is away when the connection breaks, and goes on with another', async () => {
    const broken = run(async (tx) => {
      await tx.query('SELECT pg_terminate_backend(pg_backend_pid())');
      await tx.query('SELECT 1');
    });
    expect(await failureOf(broken)).toBeInstanceOf(DatabaseUnavailable);
    await saved(Counter.named('after'));
    expect(await totals()).toEqual([{ name: 'after', total: 0 }]);
  });
});

/** Lets nobody on until so many have come; whoever comes later is not held up. */
function barrier(parties: number): () => Promise<void> {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  let arrived = 0;
  return () => {
    arrived += 1;
    if (arrived >= parties) open();
    return opened;
  };
}
