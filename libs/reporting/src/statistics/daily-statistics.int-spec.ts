import { QueryBus, CommandBus } from '@nestjs/cqrs';
import fc from 'fast-check';
import { addDays, domainEvent, doualaDay, startOfDoualaDay, type Tenant } from '#kernel';
import { Relay, type OutboxEvent } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { insertHappening, newTenant, type Happened, type Happening } from '../../../../test/support/reporting.js';
import { ReportingModule } from '../reporting.module.js';
import { DailyStatisticsProjection } from './daily-statistics.projection.js';
import type { Figures } from './figures.js';
import { GetStatistics, type Statistics } from './get-statistics.query.js';
import { RebuildDailyStatistics, type RebuiltStatistics } from './rebuild-daily-statistics.command.js';

const FIRST_DAY = '2025-11-19';
const DAYS = [0, 1, 2, 3].map((offset) => addDays(FIRST_DAY, offset));
const HOUR_MS = 3_600_000;

describe('daily statistics', () => {
  let platform: TestPlatform;
  let projection: DailyStatisticsProjection;
  let tenant: Tenant;

  beforeAll(async () => {
    platform = await startTestPlatform({ imports: [ReportingModule.with([])] });
    projection = platform.get(DailyStatisticsProjection);
  }, 60_000);
  afterAll(() => platform?.close());
  beforeEach(() => {
    tenant = newTenant();
  });

  const happen = (happening: Partial<Happening> = {}): Promise<Happened> =>
    insertHappening(platform.database, {
      kind: 'payment',
      tenant,
      currency: 'XAF',
      amount: '15000',
      at: new Date('2025-11-20T09:20:48.000Z'),
      ...happening,
    });
  const hear = (...events: OutboxEvent[]): Promise<void> =>
    platform.unitOfWork.run((tx) =>
      events.length === 1 ? projection.handle(events[0]!, tx) : projection.handleAll(events, tx),
    );
  const rebuild = (): Promise<RebuiltStatistics> => platform.get(CommandBus).execute(new RebuildDailyStatistics());
  const byDay = (of: Tenant = tenant, currency: 'XAF' | 'USD' = 'XAF'): Promise<Statistics> =>
    platform
      .get(QueryBus)
      .execute(
        new GetStatistics(of, currency, { unit: 'day', ranges: DAYS.map((day) => ({ first: day, last: day })) }),
      );
  const byHour = (day: string, of: Tenant = tenant, currency: 'XAF' | 'USD' = 'XAF'): Promise<Statistics> =>
    platform.get(QueryBus).execute(new GetStatistics(of, currency, { unit: 'hour', day }));
  const totals = async (): Promise<Figures> => (await byDay()).totals;

  it('count payments when they are paid, refunds when they are completed, disputes when they are opened', async () => {
    const happened = [
      await happen(),
      await happen({ amount: '500', at: new Date('2025-11-20T22:59:59.999Z') }),
      await happen({ amount: '700', at: new Date('2025-11-20T23:00:00.000Z') }),
      await happen({ kind: 'refund', amount: '5000', at: new Date('2025-11-21T10:00:00Z') }),
      await happen({ kind: 'chargeback', amount: '1000', at: new Date('2025-11-22T10:00:00Z') }),
    ];
    await hear(...happened.map(eventOf));
    expect((await byDay()).buckets).toEqual([
      { revenue: '0', transactions: 0, refunds: '0', chargebacks: '0' },
      { revenue: '15500', transactions: 2, refunds: '0', chargebacks: '0' },
      { revenue: '700', transactions: 1, refunds: '5000', chargebacks: '0' },
      { revenue: '0', transactions: 0, refunds: '0', chargebacks: '1000' },
    ]);
    expect(await totals()).toEqual({ revenue: '16200', transactions: 3, refunds: '5000', chargebacks: '1000' });
    const { buckets } = await byHour('2025-11-20');
    expect(buckets).toHaveLength(24);
    expect(buckets.flatMap(({ revenue }, hour) => (revenue === '0' ? [] : [[hour, revenue]]))).toEqual([
      [10, '15000'],
      [23, '500'],
    ]);
  });

  it('compare with earlier days, and add up ranges of days', async () => {
    await hear(eventOf(await happen()), eventOf(await happen({ amount: '1', at: new Date('2025-11-19T09:00:00Z') })));
    const range = { first: '2025-11-20', last: '2025-11-22' };
    const query = new GetStatistics(
      tenant,
      'XAF',
      { unit: 'day', ranges: [range] },
      { first: '2025-11-17', last: '2025-11-19' },
    );
    const { buckets, compared } = await platform.get(QueryBus).execute(query);
    expect(buckets).toMatchObject([{ revenue: '15000', transactions: 1 }]);
    expect(compared).toMatchObject({ revenue: '1', transactions: 1 });
  });

  it('keep organisations, modes and currencies apart', async () => {
    const live = { ...tenant, mode: 'live' } as const;
    await hear(
      eventOf(await happen()),
      eventOf(await happen({ tenant: live, amount: '1' })),
      eventOf(await happen({ currency: 'USD', amount: '12.34' })),
      eventOf(await happen({ tenant: newTenant(), amount: '2' })),
    );
    expect(await totals()).toMatchObject({ revenue: '15000', transactions: 1 });
    expect((await byDay(live)).totals).toMatchObject({ revenue: '1', transactions: 1 });
    expect((await byDay(tenant, 'USD')).totals).toMatchObject({ revenue: '12.34', transactions: 1 });
  });

  it('count nothing twice: not what comes again alone, within a batch, or after a rebuild', async () => {
    const event = eventOf(await happen());
    await hear(event);
    await hear(event);
    await hear(event, event, eventOf(await happen({ amount: '1' })));
    expect(await totals()).toMatchObject({ revenue: '15001', transactions: 2 });
    await rebuild();
    await hear(event);
    expect(await totals()).toMatchObject({ revenue: '15001', transactions: 2 });
  });

  it('are made anew from the records, whatever became of them', async () => {
    const seen = await happen();
    const unheard = await happen({ amount: '700', at: new Date('2025-11-21T09:00:00Z') });
    await hear(eventOf(seen));
    const wrong = `INSERT INTO daily_statistics VALUES ($1, $2, 'XAF', '2025-11-22', 99, 9, 9, 9)`;
    await platform.database.query(wrong, [tenant.organizationId, tenant.mode]);
    await platform.database.query('UPDATE hourly_statistics SET revenue = 5 WHERE organization_id = $1', [
      tenant.organizationId,
    ]);
    const { tenants, counted } = await rebuild();
    expect(tenants).toBeGreaterThan(0);
    expect(counted).toBeGreaterThanOrEqual(2);
    expect(await totals()).toEqual({ revenue: '15700', transactions: 2, refunds: '0', chargebacks: '0' });
    expect((await byHour('2025-11-20')).totals).toMatchObject({ revenue: '15000' });
    // Its event was on its way all the time.
    await hear(eventOf(unheard));
    expect(await totals()).toMatchObject({ revenue: '15700', transactions: 2 });
  });

  it('are equal to what the records say, in whatever order and however often events come', async () => {
    const tenants = [newTenant(), newTenant(), newTenant('live')];
    const instant = fc.integer({ min: 0, max: DAYS.length * 24 * 60 - 1 }).map(minutesAfterFirst);
    const happening = fc.record({
      kind: fc.constantFrom('payment' as const, 'refund' as const, 'chargeback' as const),
      tenant: fc.constantFrom(...tenants),
      currency: fc.constantFrom('XAF' as const, 'USD' as const),
      amount: fc.integer({ min: 1, max: 1_000_000 }).map(String),
      at: instant,
    });
    const course = fc.record({
      happenings: fc.array(happening, { minLength: 1, maxLength: 12 }),
      // Which of them are heard, in which order, how many at a time; a 0 is a rebuild.
      heard: fc.array(fc.nat(), { maxLength: 24 }),
      batches: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(course, async ({ happenings, heard, batches }) => {
        const happened: Happened[] = [];
        for (const one of happenings) happened.push(await insertHappening(platform.database, one));
        // Sooner or later every event is heard.
        const queue = [...heard.map((index) => happened[index % happened.length]!), ...happened].map(eventOf);
        for (let turn = 0; queue.length > 0; turn += 1) {
          const size = batches[turn % batches.length] ?? 1;
          if (size === 0) await rebuild();
          await hear(...queue.splice(0, Math.max(size, 1)));
        }
        for (const each of tenants) {
          for (const currency of ['XAF', 'USD'] as const) await expectAsRecorded(each, currency);
        }
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  async function expectAsRecorded(of: Tenant, currency: 'XAF' | 'USD'): Promise<void> {
    const { buckets } = await byDay(of, currency);
    expect(buckets.map(numbers)).toEqual(await straightFromRecords(of, currency));
    for (const [index, day] of DAYS.entries()) {
      const hourly = await byHour(day, of, currency);
      expect(numbers(hourly.totals)).toEqual(numbers(buckets[index]!));
    }
  }

  /** The same figures from the records themselves, days told by PostgreSQL's own table of time zones. */
  async function straightFromRecords(of: Tenant, currency: string): Promise<number[][]> {
    const day = (column: string): string => `(${column} AT TIME ZONE 'Africa/Douala')::date = d.day`;
    const own = 'organization_id = $1 AND mode = $2 AND currency = $3';
    const rows = await platform.database.query<{ figures: number[] }>(
      `SELECT ARRAY[
          (SELECT coalesce(sum(amount), 0) FROM payments WHERE ${own} AND status = 'settled' AND ${day('settled_at')}),
          (SELECT count(*) FROM payments WHERE ${own} AND status = 'settled' AND ${day('settled_at')}),
          (SELECT coalesce(sum(amount), 0) FROM refunds WHERE ${own} AND status = 'completed' AND ${day('completed_at')}),
          (SELECT coalesce(sum(amount), 0) FROM disputes WHERE ${own} AND ${day('created_at')})
        ]::float8[] AS figures
        FROM unnest($4::date[]) AS d(day) ORDER BY d.day`,
      [of.organizationId, of.mode, currency, DAYS],
    );
    return rows.map(({ figures }) => figures);
  }

  it('are kept by the relay, and rebuilt while it is at work, with nothing lost and nothing twice', async () => {
    const relay = platform.get(Relay);
    await relay.start([projection]);
    try {
      const counts = 60;
      const paying = (async () => {
        for (let turn = 0; turn < counts; turn += 1) {
          const happened = await happen({ amount: '10' });
          await platform.unitOfWork.run(async (tx) => tx.record(eventOf(happened)));
        }
      })();
      for (let turn = 0; turn < 5; turn += 1) await rebuild();
      await paying;
      await eventually(totals, ({ transactions }) => transactions >= counts);
      await rebuild();
      expect(await totals()).toEqual({ revenue: '600', transactions: counts, refunds: '0', chargebacks: '0' });
      const [parked] = await platform.database.query<{ count: number }>('SELECT count(*)::int FROM outbox_parked');
      expect(parked).toEqual({ count: 0 });
    } finally {
      await relay.stop();
    }
  });
});

const minutesAfterFirst = (minutes: number): Date =>
  new Date(startOfDoualaDay(FIRST_DAY).getTime() + (minutes / 60) * HOUR_MS);

const numbers = ({ revenue, transactions, refunds, chargebacks }: Figures): number[] =>
  [revenue, transactions, refunds, chargebacks].map(Number);

/** The event that tells of it, with as much of its payload as the figures are made of. */
function eventOf({ id, kind, tenant, currency, amount, at }: Happened): OutboxEvent {
  expect(DAYS).toContain(doualaDay(at));
  const subject = { id, ...tenant, currency, amount, updatedAt: at.toISOString() };
  const payload = {
    payment: { payment: { ...subject, settledAt: at.toISOString() } },
    refund: { refund: { ...subject, completedAt: at.toISOString() }, payment: {} },
    chargeback: { dispute: { ...subject, createdAt: at.toISOString() }, evidence: [], payment: {} },
  }[kind];
  const type = { payment: 'payment.settled', refund: 'refund.completed', chargeback: 'dispute.opened' }[kind];
  const event = domainEvent({ type, version: 1, ...tenant, subjectId: id, occurredAt: at, payload });
  return { ...event, position: '0', transactionId: '0', requestId: null };
}
