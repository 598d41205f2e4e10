import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { addDays, startOfDoualaDay, type Currency, type Tenant } from '#kernel';
import { Database } from '#platform';
import { addedUp, nothing, type Figures } from './figures.js';

/** Whole days in Douala, both included. */
export interface Days {
  readonly first: string;
  readonly last: string;
}

/** What the figures are gathered in: the 24 hours of a day, or ranges of days that follow one another. */
export type Buckets =
  { readonly unit: 'hour'; readonly day: string } | { readonly unit: 'day'; readonly ranges: readonly Days[] };

export interface Statistics {
  /** One for each bucket, in order. */
  readonly buckets: readonly Figures[];
  readonly totals: Figures;
  /** Of the days to compare with, when there are any. */
  readonly compared: Figures | null;
}

/** Adds up what a tenant took in. Reads the projection: an event shows here a moment after it happened. */
export class GetStatistics extends Query<Statistics> {
  constructor(
    readonly tenant: Tenant,
    readonly currency: Currency,
    readonly buckets: Buckets,
    readonly compare: Days | null = null,
  ) {
    super();
  }
}

const HOURS_OF_A_DAY = 24;
const HOUR_MS = 3_600_000;

const READ_DAYS = `SELECT day, revenue, transactions, refunds, chargebacks FROM daily_statistics
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND day BETWEEN $4 AND $5 ORDER BY day`;
const READ_HOURS = `SELECT hour, revenue, transactions, refunds, chargebacks FROM hourly_statistics
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND hour >= $4 AND hour < $5`;

interface DayRow extends Figures {
  readonly day: string;
}
interface HourRow extends Figures {
  readonly hour: Date;
}

@QueryHandler(GetStatistics)
export class GetStatisticsHandler implements IQueryHandler<GetStatistics> {
  constructor(private readonly database: Database) {}

  async execute(query: GetStatistics): Promise<Statistics> {
    const { currency, compare } = query;
    const [buckets, compared] = await Promise.all([
      query.buckets.unit === 'hour' ? this.hoursOf(query, query.buckets.day) : this.daysOf(query, query.buckets.ranges),
      compare ? this.daysOf(query, [compare]) : null,
    ]);
    return { buckets, totals: addedUp(buckets, currency), compared: compared?.[0] ?? null };
  }

  private async hoursOf({ tenant, currency }: GetStatistics, day: string): Promise<Figures[]> {
    const [from, to] = [startOfDoualaDay(day), startOfDoualaDay(addDays(day, 1))];
    const values = [tenant.organizationId, tenant.mode, currency, from, to];
    const rows = await this.database.query<HourRow>(READ_HOURS, values);
    const byHour = new Map(rows.map((row) => [row.hour.getTime(), row]));
    return Array.from({ length: HOURS_OF_A_DAY }, (_, hour) => {
      const row = byHour.get(from.getTime() + hour * HOUR_MS);
      return row ? addedUp([row], currency) : nothing(currency);
    });
  }

  private async daysOf({ tenant, currency }: GetStatistics, ranges: readonly Days[]): Promise<Figures[]> {
    const [first, last] = [ranges[0]?.first, ranges.at(-1)?.last];
    const values = [tenant.organizationId, tenant.mode, currency, first, last];
    const rows = await this.database.query<DayRow>(READ_DAYS, values);
    let next = 0;
    return ranges.map((range) => {
      const begin = next;
      while (next < rows.length && (rows[next]?.day ?? '') <= range.last) next += 1;
      return addedUp(rows.slice(begin, next), currency);
    });
  }
}
