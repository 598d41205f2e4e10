import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, type Tenant } from '#kernel';
import { Queues, UnitOfWork, type Transaction } from '#platform';
import { CHECK_DUE } from '../due/check-due.job.js';
import { Payment } from '../payment/payment.aggregate.js';
import { RefundBooks } from './refund-books.service.js';
import { Refund } from './refund.aggregate.js';
import { RefundNotFound } from './refund.errors.js';
import { requireRefundable } from './refundable.js';
import type { RefundView } from './refund-view.js';
import { planCheck } from '../due/due-check.js';

/**
 * Tries a failed or cancelled refund once more, under a new reference. Throws RefundNotFound, RefundNotRetryable and
 * whatever refuses a new refund. Of two at once the second finds the refund pending and is refused.
 */
export class RetryRefund extends Command<RefundView> {
  constructor(
    readonly tenant: Tenant,
    readonly refundId: string,
  ) {
    super();
  }
}

const PAYMENT_OF = 'SELECT payment_id FROM refunds WHERE id = $1 AND organization_id = $2 AND mode = $3';

@CommandHandler(RetryRefund)
export class RetryRefundHandler implements ICommandHandler<RetryRefund> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly books: RefundBooks,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, refundId }: RetryRefund): Promise<RefundView> {
    if (!isUuid(refundId)) throw new RefundNotFound();
    const refund = await this.unitOfWork.run((tx) => this.retry(tx, tenant, refundId));
    this.queues.ring(CHECK_DUE);
    return refund;
  }

  private async retry(tx: Transaction, tenant: Tenant, refundId: string): Promise<RefundView> {
    const [row] = await tx.query<{ payment_id: string }>(PAYMENT_OF, [refundId, tenant.organizationId, tenant.mode]);
    const payment = row && (await tx.load(Payment, { id: row.payment_id }));
    const refund = payment && (await tx.load(Refund, { id: refundId, ...tenant }));
    if (!refund) throw new RefundNotFound();
    const now = this.clock.now();
    refund.requireRetryable();
    requireRefundable(payment, refund.money);
    const feeReturned = payment.feeFor(refund.money);
    refund.retry(feeReturned, await this.books.sources(tx, payment, refund.money.minus(feeReturned)), now);
    payment.refundStarted(refund.money, feeReturned, now);
    this.books.accepted(tx, payment, refund, now);
    await this.books.restated(tx, payment, refund, now);
    refund.tell('refund.retried', payment.view, now);
    tx.save(payment);
    tx.save(refund);
    planCheck(tx, 'refund', refund);
    return refund.view;
  }
}
