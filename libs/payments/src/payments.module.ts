import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#ledger';
import { MerchantsModule } from '#merchants';
import { ProvidersModule } from '#providers';
import { ReceiveCallbackHandler } from './callback/receive-callback.command.js';
import { CheckDueJob } from './due/check-due.job.js';
import { DueChecks } from './due/due-checks.service.js';
import { DueClaims } from './due/due-claims.service.js';
import { ForgetOldExchangesJob } from './forget-old-exchanges.job.js';
import { ForgetPassedIntentsJob } from './payment/forget-passed-intents.job.js';
import { CancelPaymentLinkHandler } from './payment-link/cancel-payment-link.command.js';
import { CreatePaymentLinkHandler } from './payment-link/create-payment-link.command.js';
import { EndUsesWhenPaymentsEnd } from './payment-link/end-uses-when-payments-end.policy.js';
import { FindLinkOfPaymentHandler } from './payment-link/find-link-of-payment.query.js';
import { FindOpenPaymentLinkHandler } from './payment-link/find-open-payment-link.query.js';
import { GetPaymentLinkHistoryHandler } from './payment-link/get-payment-link-history.query.js';
import { GetPaymentLinkHandler } from './payment-link/get-payment-link.query.js';
import { ListPaymentLinksHandler } from './payment-link/list-payment-links.query.js';
import { NoticeExpiredPaymentLinksJob } from './payment-link/notice-expired-payment-links.job.js';
import { PayerWatch } from './payment-link/payer-watch.service.js';
import { PaymentLinkCopies } from './payment-link/payment-link-copies.service.js';
import { PaymentLinkIssuing } from './payment-link/payment-link-issuing.service.js';
import { PaymentLinkTaking } from './payment-link/payment-link-taking.service.js';
import { PaymentLinkUses } from './payment-link/payment-link-uses.service.js';
import { PaymentLinkViews } from './payment-link/payment-link-views.service.js';
import { PaymentLink } from './payment-link/payment-link.aggregate.js';
import { RedeemPaymentLinkHandler } from './payment-link/redeem-payment-link.command.js';
import { RefreshLinkPaymentHandler } from './payment-link/refresh-link-payment.command.js';
import { UpdatePaymentLinkHandler } from './payment-link/update-payment-link.command.js';
import { CancelPaymentHandler } from './payment/cancel-payment.command.js';
import { DuplicateGuard } from './payment/duplicate-guard.service.js';
import { FindPayerPageHandler } from './payment/find-payer-page.query.js';
import { GetPaymentHandler } from './payment/get-payment.query.js';
import { InitiatePaymentHandler } from './payment/initiate-payment.command.js';
import { ListPaymentsHandler } from './payment/list-payments.query.js';
import { PaymentAnswers } from './payment/payment-answers.service.js';
import { PaymentBooks } from './payment/payment-books.service.js';
import { PaymentChecks } from './payment/payment-checks.service.js';
import { PaymentInitiation } from './payment/payment-initiation.service.js';
import { PaymentMethods } from './payment/payment-methods.service.js';
import { PaymentOpening } from './payment/payment-opening.service.js';
import { PaymentSubmission } from './payment/payment-submission.service.js';
import { Payment } from './payment/payment.aggregate.js';
import { RefreshPaymentHandler } from './payment/refresh-payment.command.js';
import { VerifyAccountHolderHandler } from './payment/verify-account-holder.query.js';
import { VerifyPaymentsHandler } from './payment/verify-payments.query.js';
import { FinishBankPayoutHandler } from './payout/finish-bank-payout.command.js';
import { GetPayoutHandler } from './payout/get-payout.query.js';
import { ListPayoutsAtBankHandler } from './payout/list-payouts-at-bank.query.js';
import { ListPayoutsHandler } from './payout/list-payouts.query.js';
import { PayoutBooks } from './payout/payout-books.service.js';
import { PayoutChecks } from './payout/payout-checks.service.js';
import { PayoutDestinations } from './payout/payout-destinations.service.js';
import { Payout } from './payout/payout.aggregate.js';
import { RequestPayoutHandler } from './payout/request-payout.command.js';
import { GetRefundHandler } from './refund/get-refund.query.js';
import { ListRefundsHandler } from './refund/list-refunds.query.js';
import { RefreshRefundHandler } from './refund/refresh-refund.command.js';
import { RefundBooks } from './refund/refund-books.service.js';
import { RefundChecks } from './refund/refund-checks.service.js';
import { Refund } from './refund/refund.aggregate.js';
import { RequestRefundHandler } from './refund/request-refund.command.js';
import { RetryRefundHandler } from './refund/retry-refund.command.js';
import { ReleaseSettlementHandler } from './settlement/release-settlement.command.js';
import { ReleaseSettlementsJob } from './settlement/release-settlements.job.js';
import { CompareStatementHandler } from './statement/compare-statement.query.js';
import { RecheckMovementHandler } from './statement/recheck-movement.command.js';
import { BooksStandings } from './books-standing.service.js';
import { VerifyBooksJob } from './verify-books.job.js';

const payment = [
  PaymentAnswers,
  PaymentBooks,
  PaymentChecks,
  PaymentInitiation,
  PaymentMethods,
  PaymentOpening,
  PaymentSubmission,
  DuplicateGuard,
  InitiatePaymentHandler,
  CancelPaymentHandler,
  RefreshPaymentHandler,
  FindPayerPageHandler,
  GetPaymentHandler,
  ListPaymentsHandler,
  VerifyAccountHolderHandler,
  VerifyPaymentsHandler,
];
const paymentLink = [
  NoticeExpiredPaymentLinksJob,
  PayerWatch,
  PaymentLinkCopies,
  PaymentLinkIssuing,
  PaymentLinkTaking,
  PaymentLinkUses,
  PaymentLinkViews,
  CreatePaymentLinkHandler,
  UpdatePaymentLinkHandler,
  CancelPaymentLinkHandler,
  RedeemPaymentLinkHandler,
  RefreshLinkPaymentHandler,
  EndUsesWhenPaymentsEnd,
  FindLinkOfPaymentHandler,
  FindOpenPaymentLinkHandler,
  GetPaymentLinkHandler,
  GetPaymentLinkHistoryHandler,
  ListPaymentLinksHandler,
];
const refund = [
  RefundBooks,
  RefundChecks,
  RequestRefundHandler,
  RetryRefundHandler,
  RefreshRefundHandler,
  GetRefundHandler,
  ListRefundsHandler,
];
const payout = [
  PayoutBooks,
  PayoutChecks,
  RequestPayoutHandler,
  PayoutDestinations,
  FinishBankPayoutHandler,
  GetPayoutHandler,
  ListPayoutsHandler,
  ListPayoutsAtBankHandler,
];
const settlement = [ReleaseSettlementHandler, ReleaseSettlementsJob];

@Module({
  imports: [
    TypeOrmModule.forFeature([Payment, PaymentLink, Refund, Payout]),
    LedgerModule,
    MerchantsModule,
    ProvidersModule,
  ],
  providers: [
    ...payment,
    ...paymentLink,
    ...refund,
    ...payout,
    ...settlement,
    ReceiveCallbackHandler,
    CheckDueJob,
    DueChecks,
    DueClaims,
    VerifyBooksJob,
    BooksStandings,
    CompareStatementHandler,
    RecheckMovementHandler,
    ForgetOldExchangesJob,
    ForgetPassedIntentsJob,
  ],
  exports: [PayerWatch, PaymentLinkIssuing, PaymentLinkViews],
})
export class PaymentsModule {}
