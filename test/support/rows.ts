import type { Database } from '#platform';

interface Table {
  readonly name: string;
  readonly isOwned: boolean;
}

const TABLES = `SELECT c.relname AS name, EXISTS (
    SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
  ) AS "isOwned"
  FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition ORDER BY 1`;

/**
 * Every row that belongs to an organisation, or that has one of the given ids in it, as count and fingerprint by table.
 * Whatever changes one of them changes its table's fingerprint.
 */
export async function rowsOf(
  database: Database,
  organizationId: string,
  ids: readonly string[],
): Promise<Record<string, string>> {
  const tables = await database.query<Table>(TABLES);
  const fingerprints = tables.map(({ name, isOwned }) => {
    const theirs = isOwned ? 't.organization_id = $1' : 't::text ~ $2';
    return `SELECT '${name}' AS name, count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') AS rows
      FROM ${name} t WHERE ${theirs}`;
  });
  const found = await database.query<{ name: string; rows: string }>(fingerprints.join('\nUNION ALL\n'), [
    organizationId,
    [organizationId, ...ids].join('|'),
  ]);
  return Object.fromEntries(found.filter(({ rows }) => !rows.startsWith('0 ')).map(({ name, rows }) => [name, rows]));
}
