import { DomainError, type Money } from '#kernel';
import type { PaymentStatus } from '../payment/payment-view.js';
import type { RefundStatus } from './refund-view.js';

export class RefundNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'refund_not_found';

  constructor() {
    super('Refund not found');
  }
}

/** The payment is not paid, it is disputed, or nobody can tell which number paid it. */
export class PaymentNotRefundable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment_not_refundable';

  constructor(readonly status: PaymentStatus) {
    super(
      'Only a paid payment without an open or lost dispute can be refunded, and none that was paid on a page of the operator',
      { status },
    );
  }
}

export class RefundExceedsPayment extends DomainError {
  readonly kind = 'declined';
  readonly code = 'refund_exceeds_payment';

  constructor(refundable: Money) {
    super('The refunds would come to more than the payment', { refundableAmount: refundable.toNumber() });
  }
}

/** Only a refund that failed or was cancelled is worth another attempt. */
export class RefundNotRetryable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'refund_not_retryable';

  constructor(readonly status: RefundStatus) {
    super('Only a failed or cancelled refund can be tried again', { status });
  }
}
