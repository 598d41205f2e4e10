import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, isUuid, type Tenant } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { identifiedCustomer } from '../customer/named-customer.js';
import { RecurringInvoice } from './recurring-invoice.aggregate.js';
import { RecurringInvoiceNotFound } from './recurring-invoice.errors.js';
import { recurringInvoiceView, type RecurringInvoiceView } from './recurring-invoice-view.js';

/** Ends a schedule for good. Throws RecurringInvoiceNotFound and RecurringInvoiceEnded, the latter also on a repeat. */
export class CancelRecurringInvoice extends Command<RecurringInvoiceView> {
  constructor(
    readonly tenant: Tenant,
    readonly recurringInvoiceId: string,
    readonly actorId: string | null,
  ) {
    super();
  }
}

@CommandHandler(CancelRecurringInvoice)
export class CancelRecurringInvoiceHandler implements ICommandHandler<CancelRecurringInvoice> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ tenant, recurringInvoiceId, actorId }: CancelRecurringInvoice): Promise<RecurringInvoiceView> {
    return this.unitOfWork.run(async (tx) => {
      const where = { id: recurringInvoiceId, ...tenant };
      // The lock waits for an invoice that is being issued: it stays, and is the last.
      const schedule = isUuid(recurringInvoiceId) ? await tx.load(RecurringInvoice, where) : null;
      if (!schedule) throw new RecurringInvoiceNotFound();
      const now = this.clock.now();
      schedule.cancel(now);
      tx.save(schedule);
      const { id: recordId, organizationId, customerId } = schedule;
      this.audit.record(tx, { action: 'recurring_invoice.cancelled', organizationId, actorId, recordId });
      const customer = await identifiedCustomer(tx, organizationId, customerId);
      return recurringInvoiceView(schedule, customer, doualaDay(now));
    });
  }
}
