import { DomainError } from '#kernel';
import type { PaymentLinkStatus } from './payment-link-view.js';

export class PaymentLinkNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payment_link_not_found';

  constructor() {
    super('Payment link not found');
  }
}

/** The link takes no more payments. */
export class PaymentLinkClosed extends DomainError {
  readonly kind = 'gone';
  readonly code = 'payment_link_closed';

  constructor(
    readonly status: Exclude<PaymentLinkStatus, 'active'>,
    readonly maxUses: number | null,
  ) {
    super('This payment link takes no more payments', { status, maxUses });
  }
}

export class PaymentLinkNotCancellable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment_link_not_cancellable';

  constructor(readonly status: PaymentLinkStatus) {
    super('A link that was used up or cancelled cannot be cancelled', { status });
  }
}

/** A link cannot begin when it is over. */
export class PaymentLinkExpiryPast extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_expiry_past';

  constructor() {
    super('The expiry of a payment link cannot be in the past');
  }
}

/** The organisation may not be paid now, or not through any operator that the link takes. */
export class PaymentLinkUnavailable extends DomainError {
  readonly kind = 'gone';
  readonly code = 'payment_link_unavailable';

  constructor() {
    super('This payment link cannot be paid at the moment');
  }
}

export class PaymentLinkNotUpdatable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment_link_not_updatable';

  constructor(readonly status: PaymentLinkStatus) {
    super('A link that was used up or cancelled cannot be changed', { status });
  }
}

export class PaymentLinkUsesTaken extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_uses_taken';

  constructor(readonly currentUses: number) {
    super('A link cannot allow fewer uses than are taken', { currentUses });
  }
}

/** An invoice is paid once, and so is its link. */
export class PaymentLinkPaysInvoice extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_pays_invoice';

  constructor() {
    super('The link of an invoice can be paid once and no more');
  }
}

/** Payments alone use a link up, and one that has expired needs another end to be active again. */
export class PaymentLinkStatusNotSettable extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_status_not_settable';

  constructor() {
    super('A link cannot be given this status');
  }
}

/** The link leaves the amount to its payer, who named none. */
export class PaymentLinkAmountMissing extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_amount_missing';

  constructor() {
    super('The payer of this link names the amount');
  }
}

/** The link has its amount, and the payer named one. */
export class PaymentLinkAmountFixed extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'payment_link_amount_fixed';

  constructor() {
    super('The amount of this link cannot be chosen');
  }
}
