export { ReceiveCallback } from './callback/receive-callback.command.js';
export type { CallbackNotice } from './callback/receive-callback.command.js';
export { DueChecks } from './due/due-checks.service.js';
export type { CheckedKind } from './due/due-checks.service.js';
export { PaymentsModule } from './payments.module.js';
export { CancelPayment } from './payment/cancel-payment.command.js';
export { GetPayment } from './payment/get-payment.query.js';
export { InitiatePayment } from './payment/initiate-payment.command.js';
export type { PaymentRequest } from './payment/initiate-payment.command.js';
export { ListPayments } from './payment/list-payments.query.js';
export type { PaymentFilters } from './payment/list-payments.query.js';
export type { PaymentDisputed, PaymentEvent } from './payment/payment.events.js';
export { Payment } from './payment/payment.aggregate.js';
export {
  DuplicatePayment,
  PaymentMethodNotEnabled,
  PaymentNotCancellable,
  PaymentNotFound,
} from './payment/payment.errors.js';
export type { PaymentFailure } from './payment/payment-failure.js';
export type { DisputeState, PaymentStatus, PaymentView } from './payment/payment-view.js';
export { RefreshPayment } from './payment/refresh-payment.command.js';
export { VerifyAccountHolder } from './payment/verify-account-holder.query.js';
export { VerifyPayments } from './payment/verify-payments.query.js';
export { GetPayout } from './payout/get-payout.query.js';
export { ListPayouts } from './payout/list-payouts.query.js';
export type { PayoutEvent } from './payout/payout.events.js';
export { PayoutBelowMinimum, PayoutDestinationMissing, PayoutNotFound } from './payout/payout.errors.js';
export type { PayoutStatus, PayoutView } from './payout/payout-view.js';
export { RequestPayout } from './payout/request-payout.command.js';
export type { PayoutRequest } from './payout/request-payout.command.js';
export { GetRefund } from './refund/get-refund.query.js';
export { ListRefunds } from './refund/list-refunds.query.js';
export type { RefundFilters } from './refund/list-refunds.query.js';
export { RefreshRefund } from './refund/refresh-refund.command.js';
export type { RefundEvent } from './refund/refund.events.js';
export {
  PaymentNotRefundable,
  RefundExceedsPayment,
  RefundNotFound,
  RefundNotRetryable,
} from './refund/refund.errors.js';
export type { RefundStatus, RefundView } from './refund/refund-view.js';
export { RequestRefund } from './refund/request-refund.command.js';
export type { RefundRequest } from './refund/request-refund.command.js';
export { RetryRefund } from './refund/retry-refund.command.js';
export { ReleaseSettlement } from './settlement/release-settlement.command.js';
