import { Injectable } from '@nestjs/common';
import { Database } from './database.js';
import { isWorthRepeating, translateDatabaseError } from './database-errors.js';
import { Transaction } from './transaction.js';

const ATTEMPTS_MAX = 4;

/** Runs one command in one transaction: rows, postings, events and the idempotency answer commit together or not at all. */
@Injectable()
export class UnitOfWork {
  constructor(private readonly database: Database) {}

  /** Reads outside any transaction. */
  read<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    return this.database.query<Row>(text, values);
  }

  /**
   * The work may run more than once (deadlock, serialisation failure): it must have no effect but through `tx`.
   * Throws ConstraintViolation when a named constraint refuses, DatabaseUnavailable when the server is away.
   */
  async run<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const tx = new Transaction(this.database);
      try {
        const result = await work(tx);
        await tx.commit();
        return result;
      } catch (error) {
        await tx.rollback();
        if (attempt < ATTEMPTS_MAX && isWorthRepeating(error)) continue;
        throw translateDatabaseError(error);
      }
    }
  }
}
