import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { currentRequestContext } from '../logging/request-context.js';
import { translateDatabaseError } from './database-errors.js';

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

/** The part of a statement that tells the driver how long it may take. */
export interface Patience {
  readonly query_timeout?: number;
}

const lengthy = new AsyncLocalStorage<boolean>();

/**
 * Lets each statement of the work take as long as it takes. Only for what reads for minutes: a server that falls silent
 * meanwhile is noticed by the kernel alone, after up to a quarter of an hour.
 */
export const readingAtLength = <T>(work: () => T): T => lengthy.run(true, work);

/** The statement under way fails as well, and says so to whoever waits for it. */
const hear = (): void => undefined;

/** The connection pool, for reads and for the unit of work. Entities come from the unit of work alone. */
@Injectable()
export class Database implements OnApplicationShutdown {
  readonly pool: pg.Pool;

  constructor(
    @InjectDataSource() readonly source: DataSource,
    @Inject(CONFIG) private readonly config: Pick<Config, 'databasePatienceSeconds'>,
  ) {
    this.pool = (source.driver as unknown as { master: pg.Pool }).master;
    // The pool listens to idle connections alone: one that breaks in the middle of a transaction would end the process.
    this.pool.on('acquire', (client) => {
      if (!client.listeners('error').includes(hear)) client.on('error', hear);
    });
  }

  /**
   * How long a statement may take: short where somebody waits, and for all else so long that a server which falls silent
   * keeps no relay and no job waiting for good. The connection is closed after it; what was asked may be done all the same.
   */
  patience(): Patience {
    if (currentRequestContext()?.isAwaited) return { query_timeout: AWAITED_MAX_MS };
    return lengthy.getStore() ? {} : { query_timeout: this.config.databasePatienceSeconds * 1000 };
  }

  /** Runs one statement on its own. Throws DatabaseUnavailable when the server cannot be reached. */
  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    try {
      const { rows } = await this.pool.query<Row>({
        ...statement(text),
        ...this.patience(),
        values: values as unknown[],
      });
      return rows;
    } catch (error) {
      throw translateDatabaseError(error);
    }
  }

  /** Like `query`, but planned anew for these values: where the best way depends on how many rows they match. */
  async queryOnce<Row extends object>(text: string, values: readonly unknown[]): Promise<Row[]> {
    try {
      return (await this.pool.query<Row>({ text, ...this.patience(), values: values as unknown[] })).rows;
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
      await client.query({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...this.patience() });
      return await work(
        async <Row extends object>(text: string, values: readonly unknown[] = []) =>
          (await client.query<Row>({ text, ...this.patience(), values: values as unknown[] })).rows,
      );
    } finally {
      // A connection that broke meanwhile must not be handed out again.
      await client.query({ text: 'ROLLBACK', ...this.patience() }).then(
        () => client.release(),
        (error: Error) => client.release(error),
      );
    }
  }
}
