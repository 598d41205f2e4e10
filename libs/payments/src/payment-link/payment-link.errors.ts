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
