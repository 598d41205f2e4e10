import type { Mode } from '#kernel';

/** Something that shows in the figures. Each subject counts once, ever. */
export interface Countable {
  readonly subjectId: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly currency: string;
  readonly kind: 'payment' | 'refund' | 'chargeback';
  /** Decimal text in major units. */
  readonly amount: string;
  /** ISO 8601. */
  readonly at: string;
}

const hourOf = (instant: string): string => `date_trunc('hour', ${instant}, 'UTC')`;

const FIGURES = 'revenue, transactions, refunds, chargebacks';
const SUMS = 'sum(revenue), sum(transactions)::int, sum(refunds), sum(chargebacks)';

const intoDays = (selection: string): string =>
  `INSERT INTO daily_statistics AS held (organization_id, mode, currency, day, ${FIGURES}) ${selection}
    ON CONFLICT (organization_id, mode, currency, day) DO UPDATE SET`;
const intoHours = (selection: string): string =>
  `INSERT INTO hourly_statistics AS held (organization_id, mode, currency, hour, ${FIGURES}) ${selection}
    ON CONFLICT (organization_id, mode, currency, hour) DO UPDATE SET`;
const each = (rule: (figure: string) => string): string =>
  FIGURES.split(', ')
    .map((figure) => `${figure} = ${rule(figure)}`)
    .join(', ');
const ADDED = each((figure) => `held.${figure} + excluded.${figure}`);
const REPLACED = each((figure) => `excluded.${figure}`);

/** Adds what was not counted before to its day and its hour, in one statement: neither stands without the other. */
const COUNT = `WITH given AS (
  SELECT DISTINCT ON (subject_id) subject_id, organization_id, mode, currency, at,
    CASE kind WHEN 'payment' THEN amount ELSE 0 END AS revenue, CASE kind WHEN 'payment' THEN 1 ELSE 0 END AS transactions,
    CASE kind WHEN 'refund' THEN amount ELSE 0 END AS refunds, CASE kind WHEN 'chargeback' THEN amount ELSE 0 END AS chargebacks
  FROM unnest($1::uuid[], $2::uuid[], $3::mode[], $4::currency[], $5::text[], $6::numeric[], $7::timestamptz[])
    AS g(subject_id, organization_id, mode, currency, kind, amount, at)
), news AS (
  INSERT INTO statistics_counted (subject_id) SELECT subject_id FROM given
  ON CONFLICT (subject_id) DO NOTHING RETURNING subject_id
), figures AS (
  SELECT g.* FROM given g JOIN news USING (subject_id)
), hours AS (
  ${intoHours(`SELECT organization_id, mode, currency, ${hourOf('at')}, ${SUMS} FROM figures GROUP BY 1, 2, 3, 4`)} ${ADDED}
)
${intoDays(`SELECT organization_id, mode, currency, douala_day(at), ${SUMS} FROM figures GROUP BY 1, 2, 3, 4`)} ${ADDED}`;

export function countStatement(news: readonly Countable[]): { text: string; values: unknown[] } {
  const of = (field: keyof Countable): string[] => news.map((one) => one[field]);
  const values = [
    of('subjectId'),
    of('organizationId'),
    of('mode'),
    of('currency'),
    of('kind'),
    of('amount'),
    of('at'),
  ];
  return { text: COUNT, values };
}

/**
 * Puts in place of all figures of one tenant what its payments, refunds and disputes say. One statement sees one moment:
 * what commits meanwhile is not marked as counted, and is added when its event comes.
 */
export const RECOUNT = `WITH figures AS MATERIALIZED (
  SELECT id, currency, settled_at AS at, amount AS revenue, 1 AS transactions, 0::numeric AS refunds, 0::numeric AS chargebacks
    FROM payments WHERE organization_id = $1 AND mode = $2 AND settled_at IS NOT NULL
  UNION ALL
  SELECT id, currency, completed_at, 0, 0, amount, 0
    FROM refunds WHERE organization_id = $1 AND mode = $2 AND status = 'completed'
  UNION ALL
  SELECT id, currency, created_at, 0, 0, 0, amount FROM disputes WHERE organization_id = $1 AND mode = $2
), counted AS (
  INSERT INTO statistics_counted (subject_id) SELECT id FROM figures ON CONFLICT (subject_id) DO NOTHING
), days AS (
  SELECT currency, douala_day(at) AS day, ${SUMS} FROM figures GROUP BY 1, 2
), hours AS (
  SELECT currency, ${hourOf('at')} AS hour, ${SUMS} FROM figures GROUP BY 1, 2
), wrong_days AS (
  DELETE FROM daily_statistics d WHERE organization_id = $1 AND mode = $2
    AND NOT EXISTS (SELECT FROM days WHERE days.currency = d.currency AND days.day = d.day)
), wrong_hours AS (
  DELETE FROM hourly_statistics h WHERE organization_id = $1 AND mode = $2
    AND NOT EXISTS (SELECT FROM hours WHERE hours.currency = h.currency AND hours.hour = h.hour)
), right_days AS (
  ${intoDays('SELECT $1, $2, days.* FROM days')} ${REPLACED}
), right_hours AS (
  ${intoHours('SELECT $1, $2, hours.* FROM hours')} ${REPLACED}
)
SELECT count(*)::int AS counted FROM figures`;
