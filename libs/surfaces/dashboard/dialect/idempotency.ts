import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { idempotencyOf, type DoorRequest, type IdempotencyRequest } from '#platform';
import type { DashboardCaller } from './caller.js';

/** The key of the call, if it has one, bound to tenant, operation, path and body. */
export const IdempotencyKey = createParamDecorator(
  (operation: string, context: ExecutionContext): IdempotencyRequest | null => {
    const request = context.switchToHttp().getRequest<DoorRequest<DashboardCaller>>();
    const asked = idempotencyOf(request, `dashboard.${operation}`);
    return asked && request.caller ? { ...asked, tenant: request.caller.tenant } : null;
  },
);
