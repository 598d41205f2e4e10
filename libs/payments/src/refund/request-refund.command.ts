import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, Money, type Tenant } from '#kernel';
import {
  Audit,
  Idempotency,
  Queues,
  UnitOfWork,
  type IdempotencyRequest,
  type Once,
  type Transaction,
} from '#platform';
import { CHECK_DUE } from '../due/check-due.job.js';
import { PaymentChecks } from '../payment/payment-checks.service.js';
import { Payment } from '../payment/payment.aggregate.js';
import { PaymentNotFound } from '../payment/payment.errors.js';
import { RefundBooks } from './refund-books.service.js';
import { Refund } from './refund.aggregate.js';
import { requireRefundable } from './refundable.js';
import type { RefundView } from './refund-view.js';
import { planCheck } from '../due/due-check.js';

export interface RefundRequest {
  readonly tenant: Tenant;
  readonly paymentId: string;
  /** Major units as decimal text or number, in the currency of the payment. */
  readonly amount: string | number;
  readonly description: string | null;
  readonly reason: string | null;
  readonly actorId: string | null;
}

/**
 * Sends part or all of a payment back to its payer. The money is held at once and the operator is called by the
 * worker. Throws PaymentNotFound, PaymentNotRefundable, RefundExceedsPayment, InsufficientBalance and InvalidAmount.
 * With an idempotency request it is safe to repeat.
 */
export class RequestRefund extends Command<Once<RefundView>> {
  constructor(
    readonly request: RefundRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

const STATUS = 'SELECT status FROM payments WHERE id = $1 AND organization_id = $2 AND mode = $3';

@CommandHandler(RequestRefund)
export class RequestRefundHandler implements ICommandHandler<RequestRefund> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly checks: PaymentChecks,
    private readonly books: RefundBooks,
    private readonly audit: Audit,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  async execute({ request, idempotency }: RequestRefund): Promise<Once<RefundView>> {
    if (!isUuid(request.paymentId)) throw new PaymentNotFound();
    const once = await this.idempotency.once<RefundView>(idempotency, async (record) => {
      await this.settleIfPaid(request);
      return this.unitOfWork.run(async (tx) => {
        const refund = await this.refund(tx, request);
        record(tx, refund.view);
        return refund.view;
      });
    });
    if (!once.replayed) this.queues.ring(CHECK_DUE);
    return once;
  }

  /** What looks unpaid may have been paid a moment ago: the operator knows. */
  private async settleIfPaid({ tenant, paymentId }: RefundRequest): Promise<void> {
    const [row] = await this.unitOfWork.read<{ status: string }>(STATUS, [
      paymentId,
      tenant.organizationId,
      tenant.mode,
    ]);
    if (!row) throw new PaymentNotFound();
    if (row.status !== 'settled') await this.checks.check(paymentId, 'if due');
  }

  private async refund(tx: Transaction, request: RefundRequest): Promise<Refund> {
    // The lock of the payment is what keeps two refunds from passing its amount together.
    const payment = await tx.load(Payment, { id: request.paymentId, ...request.tenant });
    if (!payment) throw new PaymentNotFound();
    const amount = Money.of(request.amount, payment.currency);
    requireRefundable(payment, amount);
    const now = this.clock.now();
    const feeReturned = payment.feeFor(amount);
    const refund = Refund.request(
      {
        ...request,
        amount,
        feeReturned,
        provider: payment.provider,
        providerAmount: payment.providerShare(amount),
        sources: await this.books.sources(tx, payment, amount.minus(feeReturned)),
      },
      now,
    );
    payment.refundStarted(amount, feeReturned, now);
    this.books.accepted(tx, payment, refund, now);
    this.books.stated(tx, payment, refund, now);
    refund.tell('refund.requested', payment.view, now);
    tx.save(payment);
    tx.save(refund);
    planCheck(tx, 'refund', refund);
    this.audit.record(tx, {
      action: 'refund.created',
      organizationId: payment.organizationId,
      actorId: request.actorId,
      recordId: refund.id,
    });
    return refund;
  }
}
