import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CallLimits } from '#platform';
import { DoorGuard } from './dialect/door.guard.js';
import { EnvelopeInterceptor } from './dialect/envelope.interceptor.js';
import { Limits } from './dialect/limits.js';

@Module({
  providers: [
    Limits,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: EnvelopeInterceptor },
  ],
  exports: [CallLimits],
})
export class MerchantModule {}
