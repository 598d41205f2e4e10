import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { CallLimits } from '#platform';
import { Callers } from './dialect/callers.js';
import { DoorGuard } from './dialect/door.guard.js';
import { Limits } from './dialect/limits.js';

/** Bodies have no envelope here, so what a controller returns is the answer. */
@Module({
  providers: [
    Callers,
    Limits,
    { provide: CallLimits, useExisting: Limits },
    { provide: APP_GUARD, useClass: DoorGuard },
  ],
  exports: [CallLimits],
})
export class WalletModule {}
