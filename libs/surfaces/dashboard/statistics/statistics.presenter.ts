import type { Currency } from '#kernel';
import type { Figures, Statistics } from '#reporting';
import { amount } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import type { DailyStatisticsQuery, StatisticsQuery, StatisticsScope } from './statistics.requests.js';

function presentFigures(figures: Figures, currency: Currency): Wire<'StatisticsTotals'> {
  return {
    revenue: amount(figures.revenue, currency),
    transactions: figures.transactions,
    refunds: amount(figures.refunds, currency),
    chargebacks: amount(figures.chargebacks, currency),
  };
}

export function presentStatistics(
  { period, value, currency = 'XAF' }: StatisticsQuery,
  { start, end, points }: StatisticsScope,
  { buckets, totals, compared }: Statistics,
): Wire<'Statistics'> {
  const sums = presentFigures(totals, currency);
  return {
    period,
    value,
    ...sums,
    dataPoints: points.map(({ label, date }, index) => ({
      label,
      revenue: amount(buckets[index]?.revenue ?? '0', currency),
      date: date.toISOString(),
      transactions: buckets[index]?.transactions ?? 0,
    })),
    previousPeriod: compared && {
      revenue: amount(compared.revenue, currency),
      transactions: compared.transactions,
    },
    totals: sums,
    range: { start: start.toISOString(), end: end.toISOString(), currency },
  };
}

export function presentDailyStatistics(
  { startDate, endDate, currency = 'XAF' }: DailyStatisticsQuery,
  days: readonly string[],
  { buckets, totals }: Statistics,
): Wire<'DailyStatistics'> {
  return {
    startDate,
    endDate,
    currency,
    data: buckets.map((figures, index) => ({ date: days[index] ?? startDate, ...presentFigures(figures, currency) })),
    totals: presentFigures(totals, currency),
  };
}
