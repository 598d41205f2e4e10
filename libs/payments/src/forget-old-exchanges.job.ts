import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, Database, HandlesJob, jobType, type Config, type JobHandler } from '#platform';

export const FORGET_OLD_EXCHANGES = jobType<object>('maintenance', 'forget-old-exchanges', { attemptsMax: 1 });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BATCH = 5000;

const forget = (table: string, instant: string): string => `DELETE FROM ${table} WHERE id IN (
    SELECT id FROM ${table} WHERE ${instant} < $1 ORDER BY ${instant} LIMIT ${BATCH}
  ) RETURNING 1`;
/** Whether the movement of a token may still be asked about: it is open, or ended or moved since. */
const alive = (table: string, open: string): string =>
  `EXISTS (SELECT FROM ${table} WHERE provider_reference = t.reference AND (status IN (${open}) OR updated_at >= $1))`;
const FORGET_EXCHANGES = forget('provider_exchanges', 'created_at');
const FORGET_CALLBACKS = forget('provider_callbacks', 'received_at');
/** Nobody is asked any more about what ended so long ago; a refund that is tried again then has a new reference. */
const forgetNames = (table: string, instant: string): string => `DELETE FROM ${table} WHERE reference IN (
    SELECT reference FROM ${table} t WHERE ${instant} < $1
      AND NOT ${alive('payments', `'pending'`)}
      AND NOT ${alive('refunds', `'pending', 'processing'`)}
      AND NOT ${alive('payouts', `'pending', 'queued', 'processing'`)}
    ORDER BY ${instant} LIMIT ${BATCH}
  ) RETURNING 1`;
const FORGET_TOKENS = forgetNames('operator_tokens', 'created_at');
const FORGET_PAGES = forgetNames('operator_pages', 'asked_at');

/**
 * Forgets after EXCHANGES_KEPT_DAYS what operators answered and told us unasked, and what they called the movements that have ended, in
 * batches that hold no lock for long.
 */
@Injectable()
@HandlesJob(FORGET_OLD_EXCHANGES, { everyMs: HOUR_MS })
export class ForgetOldExchangesJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - this.config.exchangesKeptDays * DAY_MS);
    for (const text of [FORGET_EXCHANGES, FORGET_CALLBACKS, FORGET_TOKENS, FORGET_PAGES]) {
      let forgotten: object[];
      do {
        forgotten = await this.database.query(text, [before]);
      } while (forgotten.length === BATCH);
    }
  }
}
