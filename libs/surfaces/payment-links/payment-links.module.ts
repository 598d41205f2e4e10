import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CallLimits } from '#platform';
import { ApiCalls } from './dialect/api-calls.js';
import { ApiKeys } from './dialect/api-keys.js';
import { DoorGuard } from './dialect/door.guard.js';
import { EnvelopeInterceptor } from './dialect/envelope.interceptor.js';
import { Limits } from './dialect/limits.js';
import { ModeInterceptor } from './dialect/mode.interceptor.js';
import { LinksController } from './links/links.controller.js';
import { EventStreams } from './pay-page/event-streams.service.js';
import { FormRedemptions } from './pay-page/form-redemptions.service.js';
import { PayPageController } from './pay-page/pay-page.controller.js';
import { PayPageFilter } from './pay-page/pay-page.filter.js';
import { PayerMemory } from './pay-page/payer-memory.service.js';
import { Pages } from './pay-page/pages.service.js';
import { PaymentPageController } from './pay-page/payment-page.controller.js';
import { ReturnUrls } from './pay-page/return-urls.service.js';
import { PayersController } from './payers/payers.controller.js';

const payPage = [EventStreams, FormRedemptions, Pages, PayerMemory, PayPageFilter, ReturnUrls];

@Module({
  controllers: [LinksController, PayersController, PayPageController, PaymentPageController],
  providers: [
    ApiKeys,
    ApiCalls,
    Limits,
    ...payPage,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: ModeInterceptor },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ],
  exports: [CallLimits],
})
export class PaymentLinksModule {}
