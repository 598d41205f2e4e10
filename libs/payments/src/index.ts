export { ReceiveCallback } from './callback/receive-callback.command.js';
export type { CallbackNotice } from './callback/receive-callback.command.js';
export { DueChecks } from './due/due-checks.service.js';
export type { CheckedKind } from './due/due-checks.service.js';
export { PaymentsModule } from './payments.module.js';
export { CancelPaymentLink } from './payment-link/cancel-payment-link.command.js';
export { CreatePaymentLink } from './payment-link/create-payment-link.command.js';
export { FindOpenPaymentLink } from './payment-link/find-open-payment-link.query.js';
export { GetPaymentLinkHistory } from './payment-link/get-payment-link-history.query.js';
export type { PaymentLinkHistory } from './payment-link/get-payment-link-history.query.js';
export { GetPaymentLink } from './payment-link/get-payment-link.query.js';
export { ListPaymentLinks } from './payment-link/list-payment-links.query.js';
export type { PaymentLinkFilters } from './payment-link/list-payment-links.query.js';
export type { PaymentLinkChanges } from './payment-link/payment-link.aggregate.js';
export type { PublicPaymentLink } from './payment-link/payment-link-copies.service.js';
export {
  PaymentLinkClosed,
  PaymentLinkExpiryPast,
  PaymentLinkNotCancellable,
  PaymentLinkNotFound,
} from './payment-link/payment-link.errors.js';
export { PayerWatch } from './payment-link/payer-watch.service.js';
export type { Watched } from './payment-link/payer-watch.service.js';
export { PaymentLinkIssuing } from './payment-link/payment-link-issuing.service.js';
export type { PaymentLinkRequest } from './payment-link/payment-link-issuing.service.js';
export { PaymentLinkViews } from './payment-link/payment-link-views.service.js';
export type { PaymentLinkPaid } from './payment-link/payment-link.events.js';
export type {
  PaymentLinkPurpose,
  PaymentLinkStatus,
  PaymentLinkType,
  PaymentLinkView,
} from './payment-link/payment-link-view.js';
export { RedeemPaymentLink } from './payment-link/redeem-payment-link.command.js';
export type { PaymentLinkRedemption, RedeemedPaymentLink } from './payment-link/payment-link-taking.service.js';
export { RefreshLinkPayment } from './payment-link/refresh-link-payment.command.js';
export type { LinkPayment } from './payment-link/refresh-link-payment.command.js';
export { UpdatePaymentLink } from './payment-link/update-payment-link.command.js';
export { CancelPayment } from './payment/cancel-payment.command.js';
export { GetPayment } from './payment/get-payment.query.js';
export { InitiatePayment } from './payment/initiate-payment.command.js';
export { ListPayments, paymentsMatching } from './payment/list-payments.query.js';
export type { PaymentFilters } from './payment/list-payments.query.js';
export type { PaymentDisputed, PaymentEvent } from './payment/payment.events.js';
export { Payment } from './payment/payment.aggregate.js';
export {
  DuplicatePayment,
  PaymentMethodNotEnabled,
  PaymentNotCancellable,
  PaymentNotFound,
} from './payment/payment.errors.js';
export { PaymentPurposes } from './payment/payment-purposes.port.js';
export type { PaymentPurpose } from './payment/payment-purposes.port.js';
export type { PaymentFailure } from './payment/payment-failure.js';
export type { PaymentRequest } from './payment/payment-request.js';
export type { DisputeState, PaymentStatus, PaymentView } from './payment/payment-view.js';
export { RefreshPayment } from './payment/refresh-payment.command.js';
export { VerifyAccountHolder } from './payment/verify-account-holder.query.js';
export { VerifyPayments } from './payment/verify-payments.query.js';
export { FinishBankPayout } from './payout/finish-bank-payout.command.js';
export type { BankOutcome } from './payout/finish-bank-payout.command.js';
export { GetPayout } from './payout/get-payout.query.js';
export { ListPayoutsAtBank } from './payout/list-payouts-at-bank.query.js';
export { ListPayouts } from './payout/list-payouts.query.js';
export type { PayoutEvent } from './payout/payout.events.js';
export {
  PayoutAccountUnusable,
  PayoutBelowMinimum,
  PayoutDestinationMissing,
  PayoutNotAtBank,
  PayoutNotFound,
} from './payout/payout.errors.js';
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
export { RELEASE_TIME } from './settlement/availability.js';
export { ReleaseSettlement } from './settlement/release-settlement.command.js';
