import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, Queues, type JobHandler } from '#platform';
import { CHECK_PAYMENT } from './payment/check-payment.job.js';
import { CHECK_PAYOUT } from './payout/check-payout.job.js';
import { CHECK_REFUND } from './refund/check-refund.job.js';

export const QUEUE_DUE_CHECKS = jobType<object>('maintenance', 'queue-due-checks', { attemptsMax: 1 });

const BATCH = 500;
/** A check that was queued and then lost (Redis fell, a worker died) is due again after this long. */
const LEASE_MS = 30_000;

const claim = (table: 'payments' | 'refunds' | 'payouts'): string => `UPDATE ${table} SET next_check_at = $2
  WHERE id IN (SELECT id FROM ${table} WHERE next_check_at <= $1 ORDER BY next_check_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
  RETURNING id`;
const CLAIM_PAYMENTS = claim('payments');
const CLAIM_REFUNDS = claim('refunds');
const CLAIM_PAYOUTS = claim('payouts');

/**
 * Finds what an operator has to be asked about and queues a job for each. The database is the record of what is due;
 * the queue only spreads the work. What a crash left between two transactions is found here as well.
 */
@Injectable()
@HandlesJob(QUEUE_DUE_CHECKS, { everyMs: 1000 })
export class QueueDueChecksJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const due = (text: string): Promise<{ id: string }[]> => {
      const now = this.clock.now();
      return this.database.query<{ id: string }>(text, [now, new Date(now.getTime() + LEASE_MS)]);
    };
    const payments = await due(CLAIM_PAYMENTS);
    await this.queues.addMany(
      CHECK_PAYMENT,
      payments.map(({ id }) => ({ id, data: { paymentId: id } })),
    );
    const refunds = await due(CLAIM_REFUNDS);
    await this.queues.addMany(
      CHECK_REFUND,
      refunds.map(({ id }) => ({ id, data: { refundId: id } })),
    );
    const payouts = await due(CLAIM_PAYOUTS);
    await this.queues.addMany(
      CHECK_PAYOUT,
      payouts.map(({ id }) => ({ id, data: { payoutId: id } })),
    );
  }
}
