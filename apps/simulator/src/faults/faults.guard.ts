import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, mixin, type BeforeApplicationShutdown, type CanActivate, type Type } from '@nestjs/common';
import { ConnectionLostError, FirewallBlockError, OutOfServiceError } from './faults.errors.js';
import { FaultsService } from './faults.service.js';

/** Stands before every controller of the operator and makes the trouble that it was told to make. */
export function faultsGuardOf(operator: string): Type<CanActivate> {
  @Injectable()
  class FaultsGuard implements CanActivate, BeforeApplicationShutdown {
    private readonly shutdown = new AbortController();

    constructor(private readonly faults: FaultsService) {
      // Any number of requests may be held back at once.
      setMaxListeners(0, this.shutdown.signal);
    }

    async canActivate(): Promise<boolean> {
      const { outage, slowMs, waf } = this.faults.of(operator);
      if (outage === 'reset') throw new ConnectionLostError('reset');
      if (outage === 'slow') await this.holdBack(slowMs);
      if (outage === 'unavailable') throw new OutOfServiceError();
      if (waf) throw new FirewallBlockError();
      return true;
    }

    beforeApplicationShutdown(): void {
      this.shutdown.abort();
    }

    private async holdBack(slowMs: number): Promise<void> {
      try {
        await wait(slowMs, undefined, { signal: this.shutdown.signal });
      } catch {
        throw new ConnectionLostError('closed');
      }
    }
  }
  return mixin(FaultsGuard);
}
