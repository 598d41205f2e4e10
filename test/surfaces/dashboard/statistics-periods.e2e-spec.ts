import { addDays, startOfDoualaDay } from '#kernel';
import { RebuildDailyStatistics } from '#reporting';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { insertHappening, type Happening } from '../../support/reporting.js';

type Query = Readonly<Record<string, string>>;
interface Point {
  readonly revenue: number;
  readonly date: string;
  readonly transactions: number;
}

/** First instant of a day in Douala, as answers write it. */
const startOf = (day: string): string => startOfDoualaDay(day).toISOString();

describe('dashboard: periods of statistics', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const ask = (query: Query): Promise<Answer> => door.call('getStatistics', { token: merchant.token, query });
  const statistics = async (period: string, value: string, more: Query = {}) => {
    const { status, body } = await ask({ period, value, ...more });
    expect({ period, value, status }).toEqual({ period, value, status: 200 });
    return body.data;
  };
  /** Payments of long ago: they are in the records, and the figures are made of these. */
  const paid = async (...payments: { readonly on: string; readonly amount?: string }[]): Promise<void> => {
    for (const { on, amount = '1000' } of payments) {
      const at = new Date(startOfDoualaDay(on).getTime() + 9 * 3_600_000);
      const happening: Happening = { kind: 'payment', tenant: merchant.tenant, currency: 'XAF', amount, at };
      await insertHappening(door.database, happening);
    }
    await door.commands.execute(new RebuildDailyStatistics());
  };

  it.each([
    // period, value, first and last day, points, first and last label: values of the same kind
    ['days', '2025-11-20', '2025-11-20', '2025-11-20', 24, '00:00', '23:00'],
    ['weeks', '2025-W47', '2025-11-17', '2025-11-23', 7, 'Mon 17 Nov', 'Sun 23 Nov'],
    ['months', 'November 2025', '2025-11-01', '2025-11-30', 30, 'Sat 1 Nov', 'Sun 30 Nov'],
    ['months', '2024-02', '2024-02-01', '2024-02-29', 29, 'Thu 1 Feb', 'Thu 29 Feb'],
    ['quarters', '2025-Q1', '2025-01-01', '2025-03-31', 3, 'January 2025', 'March 2025'],
    ['years', '2025', '2025-01-01', '2025-12-31', 12, 'January 2025', 'December 2025'],
    // longer values
    ['days', '2025-W01', '2024-12-30', '2025-01-05', 7, 'Mon 30 Dec', 'Sun 5 Jan'],
    ['days', 'November 2025', '2025-11-01', '2025-11-30', 30, 'Sat 1 Nov', 'Sun 30 Nov'],
    ['days', 'Q4 2025', '2025-10-01', '2025-12-31', 92, 'Wed 1 Oct', 'Wed 31 Dec'],
    ['days', '2024', '2024-01-01', '2024-12-31', 366, 'Mon 1 Jan', 'Tue 31 Dec'],
    ['weeks', 'November 2025', '2025-11-01', '2025-11-30', 5, 'Week 1', 'Week 5'],
    ['weeks', '2025', '2025-01-01', '2025-12-31', 53, 'Week 1', 'Week 53'],
    ['months', 'Q4 2025', '2025-10-01', '2025-12-31', 3, 'October 2025', 'December 2025'],
    ['months', '2025', '2025-01-01', '2025-12-31', 12, 'January 2025', 'December 2025'],
    ['quarters', '2025', '2025-01-01', '2025-12-31', 4, 'Q1 2025', 'Q4 2025'],
    // shorter values
    ['weeks', '2025-11-20', '2025-11-17', '2025-11-23', 7, 'Mon 17 Nov', 'Sun 23 Nov'],
    ['months', '2025-W01', '2024-12-01', '2024-12-31', 31, 'Sun 1 Dec', 'Tue 31 Dec'],
    ['quarters', 'November 2025', '2025-10-01', '2025-12-31', 3, 'October 2025', 'December 2025'],
    ['years', 'Q1 2025', '2025-01-01', '2025-12-31', 12, 'January 2025', 'December 2025'],
    ['years', '2025-11-20', '2025-01-01', '2025-12-31', 12, 'January 2025', 'December 2025'],
    // far off
    ['days', '2100-12-31', '2100-12-31', '2100-12-31', 24, '00:00', '23:00'],
    ['weeks', '2000-01-01', '1999-12-27', '2000-01-02', 7, 'Mon 27 Dec', 'Sun 2 Jan'],
  ])('%s of %s', async (period, value, first, last, count, firstLabel, lastLabel) => {
    const { dataPoints, range, ...rest } = await statistics(period, value, { comparePrevious: 'true' });
    expect(range).toEqual({ start: startOf(first), end: startOf(addDays(last, 1)), currency: 'XAF' });
    expect(dataPoints).toHaveLength(count);
    expect([dataPoints[0].label, dataPoints.at(-1).label]).toEqual([firstLabel, lastLabel]);
    expect(dataPoints[0].date).toBe(startOf(first));
    expect(dataPoints.map(({ date }: Point) => date)).toEqual(
      dataPoints.map(({ date }: Point) => date).sort((a: string, b: string) => Date.parse(a) - Date.parse(b)),
    );
    const nothing = { revenue: 0, transactions: 0, refunds: 0, chargebacks: 0 };
    expect(dataPoints.every(({ revenue, transactions }: Point) => revenue === 0 && transactions === 0)).toBe(true);
    expect(rest).toMatchObject({ period, value, ...nothing, totals: nothing });
    expect(rest.previousPeriod).toEqual({ revenue: 0, transactions: 0 });
  });

  it.each([
    ['2025-11-20', 'day'],
    ['20 November 2025', 'day'],
    ['November 20, 2025', 'day'],
    ['2025-W47', 'week'],
    ['W47 2025', 'week'],
    ['Week 47 2025', 'week'],
    ['November 2025', 'month'],
    ['Nov 2025', 'month'],
    ['2025-11', 'month'],
    ['novembre 2025', 'month'],
    ['  NOVEMBER   2025 ', 'month'],
    ['Q4 2025', 'quarter'],
    ['2025-Q4', 'quarter'],
    ['2025', 'year'],
  ])('reads %j', async (value, kind) => {
    await paid({ on: '2025-11-20' });
    const { range, transactions, value: echoed } = await statistics('days', value);
    const units = {
      day: ['2025-11-20', '2025-11-21'],
      week: ['2025-11-17', '2025-11-24'],
      month: ['2025-11-01', '2025-12-01'],
      quarter: ['2025-10-01', '2026-01-01'],
      year: ['2025-01-01', '2026-01-01'],
    };
    const [start, end] = units[kind as keyof typeof units].map(startOf);
    expect([range, transactions, echoed]).toEqual([{ start, end, currency: 'XAF' }, 1, value]);
  });

  it.each([
    ['months', 'November 2025', '2025-10-31', '2025-11-01'],
    ['quarters', 'Q1 2025', '2024-12-31', '2025-01-01'],
    ['weeks', '2025-W01', '2024-12-29', '2024-12-30'],
    ['years', '2025', '2024-01-01', '2025-01-01'],
    ['days', '2025-11-20', '2025-11-19', '2025-11-20'],
    ['days', 'November 2025', '2025-10-01', '2025-11-01'],
  ])('compares %s of %s with the unit before', async (period, value, before, within) => {
    await paid({ on: before, amount: '7' }, { on: within, amount: '11' });
    const { previousPeriod, revenue } = await statistics(period, value, { comparePrevious: 'true' });
    expect([previousPeriod, revenue]).toEqual([{ revenue: 7, transactions: 1 }, 11]);
  });

  it.each<[Query, string, string]>([
    [{ period: 'days', value: 'last month' }, 'value', 'must be a day, week, month, quarter or year such as'],
    [{ period: 'days', value: '2025-02-29' }, 'value', 'must be a day that exists in the calendar'],
    [{ period: 'weeks', value: '2025-W53' }, 'value', 'must be a week that exists: 2025 has weeks 1 to 52'],
    [{ period: 'months', value: '2025-13' }, 'value', 'must be a month from 01 to 12'],
    [{ period: 'quarters', value: 'Q5 2025' }, 'value', 'must be a quarter from Q1 to Q4'],
    [{ period: 'years', value: '1999' }, 'value', 'must be in the years 2000 to 2100'],
    [{ period: 'years', value: '2101' }, 'value', 'must be in the years 2000 to 2100'],
    [{ period: 'days', value: '05/11/2025' }, 'value', 'write 2025-11-05 or 2025-05-11'],
    [{ period: 'days', value: '   ' }, 'value', 'must be a day, week'],
    [{ period: 'days', value: '2'.repeat(41) }, 'value', ''],
    [{ period: 'days', value: '' }, 'value', ''],
    [{ period: 'days' }, 'value', 'is required'],
    [{ value: '2025' }, 'period', 'is required'],
    [{ period: 'decades', value: '2025' }, 'period', 'must be one of days, weeks, months, quarters, years'],
    [{ period: 'days', value: '2025', comparePrevious: 'maybe' }, 'comparePrevious', ''],
    [{ period: 'days', value: '2025', currency: 'EUR' }, 'currency', 'must be one of XAF, USD'],
  ])('refuses %j', async (query, field, sentence) => {
    const { status, body } = await ask(query);
    expect([status, body.error.code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(body.error.details).toEqual({ [field]: expect.arrayContaining([expect.stringContaining(sentence)]) });
  });
});
