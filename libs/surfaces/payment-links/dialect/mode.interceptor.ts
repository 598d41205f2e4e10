import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import type { DoorRequest } from '#platform';
import type { PaymentLinksCaller } from './caller.js';
import { ModeMismatch } from './mode.errors.js';
import { MODE } from './vocabulary.js';

/** Refuses a call whose header or body names another mode than it acts in, once both are known to be well formed. */
@Injectable()
export class ModeInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { caller, headers, body } = context.switchToHttp().getRequest<DoorRequest<PaymentLinksCaller>>();
    if (caller) {
      const named = [headers['x-mode'], (body as { mode?: unknown } | undefined)?.mode];
      if (named.some((mode) => mode !== undefined && mode !== MODE[caller.tenant.mode])) throw new ModeMismatch();
    }
    return next.handle();
  }
}
