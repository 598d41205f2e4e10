import { DomainError, type Money } from '#kernel';

export class InvoiceNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'invoice_not_found';

  constructor() {
    super('Invoice not found');
  }
}

export class InvoiceAlreadyPaid extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'invoice_already_paid';

  constructor() {
    super('This invoice is paid');
  }
}

/** A draft is changed by making another, not by crediting it. */
export class InvoiceNotSent extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'invoice_not_sent';

  constructor() {
    super('This invoice is still a draft');
  }
}

export class CreditNoteExceedsInvoice extends DomainError {
  readonly kind = 'declined';
  readonly code = 'credit_note_exceeds_invoice';

  constructor(remainingCreditable: Money) {
    super('Credit notes would come to more than the invoice', { remainingCreditable: remainingCreditable.toNumber() });
  }
}
