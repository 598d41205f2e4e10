import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { translateDatabaseError } from './database-errors.js';
import { currentRequestContext } from '../logging/request-context.js';

// Calendar days stay text: a Date would move them by the time zone of the process.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

/** A statement that PostgreSQL plans once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** Reads within a snapshot. */
export type Read = <Row extends object>(text: string, values?: readonly unknown[]) => Promise<Row[]>;

const statements = new Map<string, Statement>();

/** Names a statement after its text, so that equal texts share one plan. Text must not contain values. */
export function statement(text: string): Statement {
  let known = statements.get(text);
  if (!known) {
    known = { name: createHash('sha1').update(text).digest('hex'), text };
    statements.set(text, known);
  }
  return known;
}

/** With the time that is left to open a connection, so much that a caller who is promised an answer in five seconds has one. */
const AWAITED_MAX_MS = 4000;

/**
 * How long a statement may take: short where somebody waits, for a database that falls silent would keep all callers and
 * all connections waiting; without limit for jobs and operations commands, some of which read a great deal.
 */
export const patience = (): { readonly query_timeout?: number } =>
  currentRequestContext()?.isAwaited ? { query_timeout: AWAITED_MAX_MS } : {};

/** The statement under way fails as well, and says so to whoever waits for it. */
const hear = (): void => undefined;

/** The connection pool, for reads and for the unit of work. Entities come from the unit of work alone. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor(@InjectDataSource() readonly source: DataSource) {
    this.pool = (source.driver as unknown as { master: pg.Pool }).master;
    // The pool listens to idle connections alone: one that breaks in the middle of a transaction would end the process.
    this.pool.on('acquire', (client) => {
      if (!client.listeners('error').includes(hear)) client.on('error', hear);
    });
  }

  /** Runs one statement on its own. Throws DatabaseUnavailable when the server cannot be reached. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({ ...statement(text), ...patience(), values: values as unknown[] });
      return rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /** Like `query`, but planned anew for these values: where the best way depends on how many rows they match. */
  async queryOnce<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ text, ...patience(), values: values as unknown[] })).rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  async first<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row | null> {
    return (await this.query<Row>(text, values))[0] ?? null;
  }

  /** Several reads of one moment: what commits in between shows in none of them. Throws DatabaseUnavailable. */
  async snapshot<T>(work: (read: Read) => Promise<T>): Promise<T> {
    try {
      return await this.withinSnapshot(work);
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /** The driver closes the pool with the data source; nothing may be queried afterwards. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async withinSnapshot<T>(work: (read: Read) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...patience() });
      return await work(
        async <Row extends object>(text: string, values: readonly unknown[] = []) =>
          (await client.query<Row>({ text, ...patience(), values: values as unknown[] })).rows,
      );
    } finally {
      // A connection that broke meanwhile must not be handed out again.
      await client.query({ text: 'ROLLBACK', ...patience() }).then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    }
  }
}
