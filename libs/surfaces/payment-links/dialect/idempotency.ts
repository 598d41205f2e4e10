import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { idempotencyOf, type DoorRequest, type IdempotencyRequest, type UnboundIdempotency } from '#platform';
import type { PaymentLinksCaller } from './caller.js';

const asked = (operation: string, request: DoorRequest): UnboundIdempotency | null =>
  idempotencyOf(request, `payment-links.${operation}`);

/** The key of the call, if it has one, bound to tenant, operation and body. */
export const IdempotencyKey = createParamDecorator(
  (operation: string, context: ExecutionContext): IdempotencyRequest | null => {
    const request = context.switchToHttp().getRequest<DoorRequest<PaymentLinksCaller>>();
    const wish = asked(operation, request);
    return wish && request.caller ? { ...wish, tenant: request.caller.tenant } : null;
  },
);

/** The same of a public call, whose tenant is that of the link. */
export const PublicIdempotencyKey = createParamDecorator(
  (operation: string, context: ExecutionContext): UnboundIdempotency | null =>
    asked(operation, context.switchToHttp().getRequest<DoorRequest>()),
);
