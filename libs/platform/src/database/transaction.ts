import type { PoolClient } from 'pg';
import { statement, type Database, type Patience, type Statement } from './database.js';
import { columnValue, hydrate, mappingOf, snapshot, type EntityClass, type Mapping } from './row-mapping.js';
import type { DomainEvent } from '#kernel';
import type { Write } from './write.js';
import { eventsInsert } from '../outbox/outbox-event.js';

/** Aggregates that raise events keep them until they are saved. */
export interface RaisesEvents {
  pullEvents(): DomainEvent[];
}

const raisesEvents = (value: object): value is RaisesEvents => typeof (value as RaisesEvents).pullEvents === 'function';

/**
 * Joined statements by the writes that they are made of, one step for each: a look-up by their whole text would read
 * kilobytes at every command.
 */
interface Shape {
  text: string | null;
  readonly next: Map<string, Shape>;
}

const shapes: Shape = { text: null, next: new Map() };

const BEGIN = 'BEGIN';
const BEGIN_BY_INDEX = 'BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_generic_plan';

/**
 * One command's transaction. Loading opens it and locks the row; writes are collected and leave as one named
 * statement at the end (one round trip). A command that only writes never opens a transaction block at all: the
 * one statement is atomic by itself.
 */
export class Transaction {
  private client: PoolClient | null = null;
  private begin = BEGIN;
  private readonly writes: Write[] = [];
  private readonly events: DomainEvent[] = [];
  private readonly loaded = new Map<object, { mapping: Mapping; before: unknown[] }>();
  private readonly afterCommit: (() => void)[] = [];

  constructor(private readonly database: Database) {}

  /**
   * Has its statements read tables by their indexes, whatever PostgreSQL knows of them. For lists of what waits: mostly they
   * are empty when it looks, and what is planned for that goes through all of it when much waits. And they are planned once:
   * an array is taken for ten long, so that a plan for a shorter one looks cheaper and would be made anew each time, which
   * takes longer than the work. To be called first.
   */
  byIndex(): void {
    this.begin = BEGIN_BY_INDEX;
  }

  /**
   * Loads one aggregate and locks its row until the end of the command. There is no unlocked load. Rows that refer to it
   * can be added meanwhile: a payment holds its link when it comes to name an invoice, and a credit note holds that
   * invoice when it comes to change the link. `FOR UPDATE` keeps them out as well.
   */
  async load<E extends object>(
    entity: EntityClass<E>,
    where: Partial<E>,
    lock: 'FOR NO KEY UPDATE' | 'FOR UPDATE' = 'FOR NO KEY UPDATE',
  ): Promise<E | null> {
    const mapping = mappingOf(this.database.source, entity);
    const properties = Object.keys(where);
    const conditions = properties.map((property, index) => `${columnOf(mapping, property)} = $${index + 1}`);
    const text = `SELECT ${mapping.selection} FROM ${mapping.table} WHERE ${conditions.join(' AND ')} ${lock}`;
    const values = properties.map((property) => (where as Record<string, unknown>)[property]);
    const [row] = await this.query<Record<string, unknown>>(text, values);
    if (!row) return null;
    const instance = hydrate(entity, mapping, row);
    this.loaded.set(instance, { mapping, before: snapshot(mapping, instance) });
    return instance;
  }

  /** Reads inside the transaction, under its locks. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const read = { ...statement(text), ...this.database.patience(), values: values as unknown[] };
    if (this.client) return (await this.client.query<Row>(read)).rows;
    this.client = await this.database.pool.connect();
    const [, { rows }] = await Promise.all([this.client.query(this.bounded(this.begin)), this.client.query<Row>(read)]);
    return rows;
  }

  /** Saves an aggregate with the events that it raised: inserted when new, else its changed columns alone. */
  save(instance: object): void {
    const known = this.loaded.get(instance);
    const mapping = known?.mapping ?? mappingOf(this.database.source, instance.constructor);
    const write = known ? updateOf(mapping, instance, known.before) : insertOf(mapping, instance);
    if (write) this.writes.push(write);
    if (known) this.loaded.set(instance, { mapping, before: snapshot(mapping, instance) });
    if (raisesEvents(instance)) this.events.push(...instance.pullEvents());
  }

  /** Adds a statement to the flush. Two writes of one flush must not touch the same row. */
  write(sql: string, values: readonly unknown[]): void {
    this.writes.push({ sql, values });
  }

  record(...events: DomainEvent[]): void {
    this.events.push(...events);
  }

  /** Runs after the commit and is lost in a crash: only for what a job would find anyway. */
  onCommit(action: () => void): void {
    this.afterCommit.push(action);
  }

  /** @internal called by the unit of work. */
  async commit(): Promise<void> {
    const writes = this.events.length === 0 ? this.writes : [...this.writes, eventsInsert(this.events)];
    const flush = writes.length > 0 ? flushOf(writes) : null;
    const isBegun = this.client !== null;
    if (flush && this.begin !== BEGIN) this.client ??= await this.database.pool.connect();
    if (this.client) {
      // Sent together: locks are not held while the server waits for us. After a flush that failed, COMMIT rolls back.
      await Promise.all([
        isBegun || this.client.query(this.bounded(this.begin)),
        flush && this.client.query({ ...flush, ...this.database.patience() }),
        this.client.query(this.bounded('COMMIT')),
      ]);
      this.release();
    } else if (flush) {
      await this.database.pool.query({ ...flush, ...this.database.patience() });
    }
    for (const action of this.afterCommit) action();
  }

  /** @internal called by the unit of work. */
  async rollback(): Promise<void> {
    if (!this.client) return;
    try {
      await this.client.query(this.bounded('ROLLBACK'));
      this.release();
    } catch (error) {
      // The connection is broken: the server has rolled back, and the pool must not hand it out again.
      this.client.release(error as Error);
      this.client = null;
    }
  }

  private bounded(text: string): Patience & { readonly text: string } {
    return { text, ...this.database.patience() };
  }

  private release(): void {
    this.client?.release();
    this.client = null;
  }
}

function columnOf(mapping: Mapping, property: string): string {
  const column = mapping.byProperty.get(property);
  if (!column) throw new Error(`${mapping.table} has no column for ${property}`);
  return column.name;
}

function insertOf(mapping: Mapping, instance: object): Write {
  return { sql: mapping.insert, values: mapping.columns.map((column) => columnValue(column, instance)) };
}

function updateOf(mapping: Mapping, instance: object, before: readonly unknown[]): Write | null {
  const after = snapshot(mapping, instance);
  const changed = mapping.columns.filter((_, index) => after[index] !== before[index]);
  if (changed.length === 0) return null;
  const sets = changed.map((column, index) => `${column.name} = $${index + 1}`);
  const keys = mapping.primary.map((column, index) => `${column.name} = $${changed.length + index + 1}`);
  return {
    sql: `UPDATE ${mapping.table} SET ${sets.join(', ')} WHERE ${keys.join(' AND ')}`,
    values: [...changed, ...mapping.primary].map((column) => columnValue(column, instance)),
  };
}

function flushOf(writes: readonly Write[]): Statement & { readonly values: unknown[] } {
  const { text, values } = join(writes);
  return { ...statement(text), values };
}

/** Joins writes to one statement of data-modifying CTEs; the text is built once per shape. */
function join(writes: readonly Write[]): { text: string; values: unknown[] } {
  const only = writes.length === 1 ? writes[0] : undefined;
  if (only) return { text: only.sql, values: [...only.values] };
  let shape = shapes;
  for (const write of writes) shape = followedBy(shape, write.sql);
  shape.text ??= joinedText(writes);
  return { text: shape.text, values: writes.flatMap((write) => write.values) };
}

function followedBy(shape: Shape, sql: string): Shape {
  let next = shape.next.get(sql);
  if (!next) shape.next.set(sql, (next = { text: null, next: new Map() }));
  return next;
}

function joinedText(writes: readonly Write[]): string {
  let offset = 0;
  const parts = writes.map((write, index) => {
    const renumbered = write.sql.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
    offset += write.values.length;
    return `w${index} AS (${renumbered})`;
  });
  return `WITH ${parts.join(',\n')}\nSELECT 1`;
}
