import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CallLimits } from '#platform';
import { AccessTokensController } from './access-tokens/access-tokens.controller.js';
import { AdminChargebacksController } from './administration/admin-chargebacks.controller.js';
import { AdminMerchantsController } from './administration/admin-merchants.controller.js';
import { AdminOnboardingController } from './administration/admin-onboarding.controller.js';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AppsController } from './apps/apps.controller.js';
import { AuthController } from './auth/auth.controller.js';
import { BalanceController } from './balance/balance.controller.js';
import { BankAccountsController } from './bank-accounts/bank-accounts.controller.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { ChargebacksController } from './chargebacks/chargebacks.controller.js';
import { PersonalTokens } from './dialect/personal-tokens.js';
import { ApiCalls } from './dialect/api-calls.js';
import { CustomersController } from './customers/customers.controller.js';
import { DoorGuard } from './dialect/door.guard.js';
import { DownloadLinks } from './dialect/download-links.js';
import { EnvelopeInterceptor } from './dialect/envelope.interceptor.js';
import { Limits } from './dialect/limits.js';
import { FeedbackController } from './feedback/feedback.controller.js';
import { CreditNotesController } from './invoices/credit-notes.controller.js';
import { InvoicesController } from './invoices/invoices.controller.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { OnboardingController } from './onboarding/onboarding.controller.js';
import { OrganizationController } from './organization/organization.controller.js';
import { OrdersController } from './orders/orders.controller.js';
import { PaymentLinksController } from './payment-links/payment-links.controller.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PayoutsController } from './payouts/payouts.controller.js';
import { ProductsController } from './products/products.controller.js';
import { ProviderController } from './provider/provider.controller.js';
import { RecurringInvoicesController } from './recurring-invoices/recurring-invoices.controller.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { ReportsController } from './reports/reports.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { SupportController } from './support/support.controller.js';
import { UsersController } from './users/users.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  controllers: [
    AuthController,
    UsersController,
    SettingsController,
    OnboardingController,
    OrganizationController,
    BankAccountsController,
    AdminOnboardingController,
    ApiKeysController,
    AppsController,
    AccessTokensController,
    ProviderController,
    PaymentLinksController,
    PaymentsController,
    CustomersController,
    ProductsController,
    OrdersController,
    // Their literal segments come before the ids of invoices.
    RecurringInvoicesController,
    CreditNotesController,
    InvoicesController,
    RefundsController,
    ChargebacksController,
    AdminChargebacksController,
    AdminMerchantsController,
    BalanceController,
    PayoutsController,
    StatisticsController,
    ReportsController,
    CallbacksController,
    WebhooksController,
    NotificationsController,
    SupportController,
    FeedbackController,
  ],
  providers: [
    Limits,
    PersonalTokens,
    ApiCalls,
    DownloadLinks,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ],
  exports: [CallLimits],
})
export class DashboardModule {}
