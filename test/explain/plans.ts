import type pg from 'pg';
import type { Database } from '#platform';

/** A statement as it went to the server. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
  /** Planned for these values alone; else the server may keep one plan for all values. */
  readonly isOnce: boolean;
}

/** Notes what goes to the server while something is done, and lets it go. */
export async function sentDuring(database: Database, work: () => Promise<unknown>): Promise<Sent[]> {
  const sent: Sent[] = [];
  const { query, queryOnce } = database;
  const noting =
    (original: typeof query, isOnce: boolean): typeof query =>
    (text, values = []) => {
      // Whoever asks for the time may look now and then how far tests have moved it.
      if (!text.includes('clock_offset')) sent.push({ text, values, isOnce });
      return original.call(database, text, values) as never;
    };
  Object.assign(database, { query: noting(query, false), queryOnce: noting(queryOnce, true) });
  try {
    await work();
  } finally {
    Object.assign(database, { query, queryOnce });
  }
  return sent;
}

/** How a statement is executed: for its own values, and for any where that differs. */
export async function plansOf(client: pg.Client, sent: Sent): Promise<string> {
  const custom = await planOf(client, sent, 'force_custom_plan');
  if (sent.isOnce) return `${custom}\n (for these values alone)`;
  const generic = await planOf(client, sent, 'force_generic_plan');
  return generic === custom ? custom : `${custom}\n for any values:\n${generic}`;
}

async function planOf(client: pg.Client, { text, values }: Sent, mode: string): Promise<string> {
  await client.query(`SET plan_cache_mode = ${mode}`);
  await client.query(`PREPARE explained AS ${text}`);
  try {
    const given = values.length === 0 ? '' : `(${values.map((value) => literal(client, value)).join(', ')})`;
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) EXECUTE explained${given}`);
    return nodesOf(rows.map((row) => row['QUERY PLAN']));
  } finally {
    await client.query('DEALLOCATE explained');
  }
}

function literal(client: pg.Client, value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return client.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  if (value instanceof Date) return client.escapeLiteral(value.toISOString());
  return client.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}

const INDEX = /(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)/;

/**
 * The indexes that are read, and where a page is cut by sorting. Not how the rest is put together, nor whether an index is
 * read by way of a bitmap: the planner is in two minds about that, and both are as good.
 */
function nodesOf(lines: readonly string[]): string {
  const nodes = lines
    .filter((line, index) => index === 0 || /->|InitPlan|SubPlan|CTE \w+$/.test(line))
    .map((line) => line.replace(/->\s+/, ''));
  return nodes
    .flatMap((node, index) => {
      const name = node.trim();
      const read = INDEX.exec(name)?.[1];
      if (read !== undefined) return [`  ${read}`];
      if (/^(Seq Scan|Append|Merge Append|CTE \w+$)/.test(name)) return [`  ${name}`];
      const isCut = name === 'Sort' && nodes[index - 1]?.trim() === 'Limit';
      return isCut ? ['  sorted, and cut to a page:'] : [];
    })
    .join('\n');
}
