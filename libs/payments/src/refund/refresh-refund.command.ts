import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { GetRefund } from './get-refund.query.js';
import { RefundChecks } from './refund-checks.service.js';
import type { RefundView } from './refund-view.js';

/** Reads a refund after asking the operator, at most every five seconds. Safe to repeat. Throws RefundNotFound. */
export class RefreshRefund extends Command<RefundView> {
  constructor(
    readonly tenant: Tenant,
    readonly refundId: string,
  ) {
    super();
  }
}

@CommandHandler(RefreshRefund)
export class RefreshRefundHandler implements ICommandHandler<RefreshRefund> {
  constructor(
    private readonly queries: QueryBus,
    private readonly checks: RefundChecks,
  ) {}

  async execute({ tenant, refundId }: RefreshRefund): Promise<RefundView> {
    const refund = await this.queries.execute(new GetRefund(tenant, refundId));
    const open = refund.status === 'pending' || refund.status === 'processing';
    return open ? this.checks.check(refund.id, 'if due') : refund;
  }
}
