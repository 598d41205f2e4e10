import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { VerifyLedger } from '#ledger';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { BooksStandings } from './books-standing.service.js';
import { VerifyPayments } from './payment/verify-payments.query.js';

export const VERIFY_BOOKS = jobType<object>('maintenance', 'verify-books', { attemptsMax: 1 });

const DAY_MS = 24 * 3_600_000;

/** Recomputes the books once a day, so that a fault is found by us and not by a merchant. */
@Injectable()
@HandlesJob(VERIFY_BOOKS, { everyMs: DAY_MS })
export class VerifyBooksJob implements JobHandler<object> {
  private readonly logger = new Logger('Books');

  constructor(
    private readonly queries: QueryBus,
    private readonly standings: BooksStandings,
  ) {}

  async run(): Promise<void> {
    const found = [
      ...(await this.queries.execute(new VerifyLedger())),
      ...(await this.queries.execute(new VerifyPayments())),
    ];
    await this.standings.recordVerification(found.length);
    for (const { invariant, where, detail } of found) this.logger.error(`${invariant}: ${where}, ${detail}`);
  }
}
