import { DomainError } from '#kernel';
import type { PaymentStatus } from './payment-view.js';

export class PaymentNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payment_not_found';

  constructor() {
    super('Payment not found');
  }
}

export class PaymentNotCancellable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment_not_cancellable';

  constructor(readonly status: PaymentStatus) {
    super('Only a pending payment can be cancelled', { status });
  }
}

export class DuplicatePayment extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'duplicate_payment';

  constructor(readonly paymentId: string) {
    super('The same payment was started a moment ago', { paymentId });
  }
}

export class PaymentMethodNotEnabled extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payment_method_not_enabled';

  constructor(readonly enabled: readonly string[]) {
    super('This operator is not enabled for the organisation', { enabled: [...enabled] });
  }
}
