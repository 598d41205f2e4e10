import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { translateDatabaseError } from './database-errors.js';

// Calendar days stay text: a Date would move them by the time zone of the process.
pg.types.setTypeParser(pg.types.builtins.DATE, (value) => value);

/** A statement that PostgreSQL plans once per connection. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

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
      const { rows } = await this.pool.query<Row>({ ...statement(text), values: values as unknown[] });
      return rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  async first<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row | null> {
    return (await this.query<Row>(text, values))[0] ?? null;
  }

  /** Several reads of one moment: what commits in between shows in none of them. */
  async snapshot<T>(work: (read: <Row extends object>(text: string) => Promise<Row[]>) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
      return await work(async <Row extends object>(text: string) => (await client.query<Row>(text)).rows);
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  /** The driver closes the pool with the data source; nothing may be queried afterwards. */
  async onApplicationShutdown(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }
}
