import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CallLimits } from '#platform';
import { ApiKeysController } from './api-keys/api-keys.controller.js';
import { AuthController } from './auth/auth.controller.js';
import { BalanceController } from './balance/balance.controller.js';
import { CallbacksController } from './callbacks/callbacks.controller.js';
import { DoorGuard } from './dialect/door.guard.js';
import { EnvelopeInterceptor } from './dialect/envelope.interceptor.js';
import { Limits } from './dialect/limits.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PayoutsController } from './payouts/payouts.controller.js';
import { ProviderController } from './provider/provider.controller.js';
import { RefundsController } from './refunds/refunds.controller.js';
import { UsersController } from './users/users.controller.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

@Module({
  controllers: [
    AuthController,
    UsersController,
    ApiKeysController,
    ProviderController,
    PaymentsController,
    RefundsController,
    BalanceController,
    PayoutsController,
    CallbacksController,
    WebhooksController,
  ],
  providers: [
    Limits,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ],
  exports: [CallLimits],
})
export class DashboardModule {}
