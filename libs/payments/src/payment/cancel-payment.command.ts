import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Tenant } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { GetPayment } from './get-payment.query.js';
import { PaymentChecks } from './payment-checks.service.js';
import { Payment } from './payment.aggregate.js';
import { PaymentNotCancellable, PaymentNotFound } from './payment.errors.js';
import type { PaymentView } from './payment-view.js';
import { planCheck } from '../due/due-check.js';

/**
 * Withdraws a payment that nobody has approved yet. The operator is asked first: money that came in is never denied.
 * Throws PaymentNotFound and PaymentNotCancellable; a second cancellation is refused as well.
 */
export class CancelPayment extends Command<PaymentView> {
  constructor(
    readonly tenant: Tenant,
    readonly paymentId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(CancelPayment)
export class CancelPaymentHandler implements ICommandHandler<CancelPayment> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly queries: QueryBus,
    private readonly checks: PaymentChecks,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, paymentId, actorId }: CancelPayment): Promise<PaymentView> {
    const found = await this.queries.execute(new GetPayment(tenant, paymentId));
    if (found.status !== 'pending') throw new PaymentNotCancellable(found.status);
    const asked = await this.checks.check(found.id, 'at once');
    if (asked.status !== 'pending') throw new PaymentNotCancellable(asked.status);
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.load(Payment, { id: found.id, ...tenant });
      if (!payment) throw new PaymentNotFound();
      payment.cancel(this.clock.now());
      tx.save(payment);
      planCheck(tx, 'payment', payment);
      this.audit.record(tx, {
        action: 'payment.cancelled',
        organizationId: tenant.organizationId,
        actorId,
        recordId: payment.id,
      });
      return payment.view;
    });
  }
}
