import type { PageRequest } from '#kernel';
import type { Database } from './database.js';
import type { Tenant } from '#kernel';

/**
 * A list of one tenant's records: the one place where the organisation and the mode of a list are put into SQL.
 * Conditions are texts of ours with `?` for the value; a condition whose value is undefined is left out.
 */
export class FilteredList {
  private readonly conditions: string[] = [];
  private readonly values: unknown[] = [];

  constructor(private readonly table: string) {}

  and(condition: string, value: unknown): this {
    if (value === undefined) return this;
    this.values.push(value);
    this.conditions.push(condition.replace(/\?/g, `$${this.values.length}`));
    return this;
  }

  /** One page, newest first, equal instants ordered by id, with the count of all. */
  async newestFirst<Row extends object>(
    database: Database,
    columns: string,
    { page, limit }: PageRequest,
  ): Promise<{ items: Row[]; total: number }> {
    const where = this.conditions.length > 0 ? `WHERE ${this.conditions.join(' AND ')}` : '';
    const places = [`$${this.values.length + 1}`, `$${this.values.length + 2}`];
    const [items, counted] = await Promise.all([
      // The page is cut on the index alone (ids), and only its rows are read whole: deep pages stay cheap.
      database.query<Row>(
        `SELECT ${columns} FROM ${this.table} WHERE id IN (
           SELECT id FROM ${this.table} ${where} ORDER BY created_at DESC, id DESC LIMIT ${places[0]} OFFSET ${places[1]}
         ) ORDER BY created_at DESC, id DESC`,
        [...this.values, limit, Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER)],
      ),
      database.first<{ total: number }>(`SELECT count(*)::int AS total FROM ${this.table} ${where}`, this.values),
    ]);
    return { items, total: counted?.total ?? 0 };
  }
}

/** Starts a list of a tenant's records in a table that carries organisation and mode. */
export const filtered = (table: string, tenant: Tenant): FilteredList =>
  new FilteredList(table).and('organization_id = ?', tenant.organizationId).and('mode = ?', tenant.mode);

/** Starts a list of an organisation's records that belong to no mode. */
export const filteredByOrganization = (table: string, organizationId: string): FilteredList =>
  new FilteredList(table).and('organization_id = ?', organizationId);
