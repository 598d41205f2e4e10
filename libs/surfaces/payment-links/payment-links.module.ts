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
import { PayersController } from './payers/payers.controller.js';

@Module({
  controllers: [LinksController, PayersController],
  providers: [
    ApiKeys,
    ApiCalls,
    Limits,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: ModeInterceptor },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ],
  exports: [CallLimits],
})
export class PaymentLinksModule {}
