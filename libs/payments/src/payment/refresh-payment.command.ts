import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { GetPayment } from './get-payment.query.js';
import { PaymentChecks } from './payment-checks.service.js';
import type { PaymentView } from './payment-view.js';

/**
 * Reads a payment after asking the operator, at most every five seconds. Safe to repeat.
 * Throws PaymentNotFound, also for a payment of another tenant.
 */
export class RefreshPayment extends Command<PaymentView> {
  constructor(
    readonly tenant: Tenant,
    readonly paymentId: string,
  ) {
    super();
  }
}

@CommandHandler(RefreshPayment)
export class RefreshPaymentHandler implements ICommandHandler<RefreshPayment> {
  constructor(
    private readonly queries: QueryBus,
    private readonly checks: PaymentChecks,
  ) {}

  async execute({ tenant, paymentId }: RefreshPayment): Promise<PaymentView> {
    const payment = await this.queries.execute(new GetPayment(tenant, paymentId));
    return payment.status === 'settled' ? payment : this.checks.check(payment.id, 'if due');
  }
}
