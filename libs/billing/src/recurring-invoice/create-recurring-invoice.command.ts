import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay } from '#kernel';
import { Audit, Idempotency, Queues, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { namedCustomer } from '../customer/named-customer.js';
import { requireProducts } from '../product/products-on-lines.js';
import { ISSUE_RECURRING_INVOICES } from './issue-recurring-invoices.job.js';
import { RecurringInvoice, type NewRecurringInvoice } from './recurring-invoice.aggregate.js';
import { recurringInvoiceView, type RecurringInvoiceView } from './recurring-invoice-view.js';

/**
 * Schedules invoices for a customer, named by id or by a name that one customer alone has. Throws InvalidInput, also for a
 * customer or a product that the organisation does not have, and the refusals of idempotency. With an idempotency request
 * it is safe to repeat.
 */
export class CreateRecurringInvoice extends Command<Once<RecurringInvoiceView>> {
  constructor(
    readonly request: NewRecurringInvoice,
    readonly customerId: string,
    readonly actorId: string | null,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(CreateRecurringInvoice)
export class CreateRecurringInvoiceHandler implements ICommandHandler<CreateRecurringInvoice> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  execute(command: CreateRecurringInvoice): Promise<Once<RecurringInvoiceView>> {
    const { request, customerId, actorId, idempotency } = command;
    const now = this.clock.now();
    return this.idempotency.once<RecurringInvoiceView>(idempotency, (record) =>
      this.unitOfWork.run(async (tx) => {
        const schedule = RecurringInvoice.schedule(request, now);
        const { id: recordId, organizationId, currency } = schedule;
        const customer = await namedCustomer(tx, organizationId, customerId);
        await requireProducts(tx, request.items, { organizationId, currency });
        schedule.addressTo(customer.id);
        tx.save(schedule);
        this.audit.record(tx, { action: 'recurring_invoice.created', organizationId, actorId, recordId });
        const view = recurringInvoiceView(schedule, customer, doualaDay(now));
        record(tx, view);
        if (schedule.dueDayAt(now) !== null) tx.onCommit(() => this.queues.ring(ISSUE_RECURRING_INVOICES));
        return view;
      }),
    );
  }
}
