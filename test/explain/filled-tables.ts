import type pg from 'pg';

/** SQL of what a column of this type has in row `n`, where it must have something. */
const BY_TYPE: Readonly<Record<string, string>> = {
  text: `'text ' || n`,
  bpchar: `'CM'`,
  timestamptz: `now() - n * interval '1 minute'`,
  date: 'current_date - n % 400',
  bool: 'true',
  jsonb: `'{}'`,
  bytea: `'\\x00'`,
  numeric: '1',
  int2: '1',
  int4: '1',
  _text: `ARRAY['one']`,
};

/**
 * A uuid that no other row has, in every run the same: what PostgreSQL learns of random ones differs from run to run, and
 * with it now and then a plan.
 */
export const uuidOf = (column: string): string => `md5('${column} ' || n)::uuid`;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly first: string | null;
}

const COLUMNS = `SELECT a.attname AS name, t.typname AS type,
    (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS first
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    AND (a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' OR a.attname = ANY($2))`;

/**
 * Fills a table with rows 1 to `rows`. `given` is SQL over `n` for columns that matter; the others have what their type
 * allows. Foreign keys and triggers are passed over: nobody reads what these rows mean.
 */
export async function fill(
  client: pg.Client,
  table: string,
  rows: number,
  given: Readonly<Record<string, string>>,
): Promise<void> {
  const { rows: columns } = await client.query<Column>(COLUMNS, [table, Object.keys(given)]);
  const expressions = columns.map(({ name, type, first }) => {
    const expression = given[name] ?? (type === 'uuid' ? uuidOf(name) : first === null ? BY_TYPE[type] : `'${first}'`);
    if (expression === undefined) throw new Error(`${table}.${name} is of a type that is not known here: ${type}`);
    return expression;
  });
  const names = columns.map(({ name }) => name).join(', ');
  await client.query(`SET session_replication_role = replica`);
  await client.query(
    `INSERT INTO ${table} (${names}) SELECT ${expressions.join(', ')} FROM generate_series(1, ${rows}) AS n`,
  );
  await client.query(`SET session_replication_role = origin`);
}

/**
 * Vacuums a table until every page is known to be visible to all: a page that was passed over, for a transaction that is
 * still open somewhere, makes an index dearer, and now and then another plan.
 */
export async function vacuumed(client: pg.Client, table: string): Promise<void> {
  for (;;) {
    await client.query(`VACUUM ANALYZE ${table}`);
    const { rows } = await client.query<{ unseen: number }>(
      `SELECT relpages - relallvisible AS unseen FROM pg_class WHERE oid = $1::regclass`,
      [table],
    );
    if (rows[0]?.unseen === 0) return;
  }
}
