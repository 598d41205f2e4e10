import { DomainError } from '#kernel';

/** Also for a schedule of another tenant. */
export class RecurringInvoiceNotFound extends DomainError<'recurring_invoice_not_found'> {
  readonly kind = 'not_found';
  readonly code = 'recurring_invoice_not_found';

  constructor() {
    super('No such schedule of invoices');
  }
}

export class RecurringInvoiceEnded extends DomainError<'recurring_invoice_ended'> {
  readonly kind = 'conflict';
  readonly code = 'recurring_invoice_ended';

  constructor() {
    super('This schedule of invoices has ended already');
  }
}
