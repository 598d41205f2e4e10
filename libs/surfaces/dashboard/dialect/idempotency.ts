import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { fingerprint, type DoorReply, type DoorRequest, type IdempotencyRequest, type Once } from '#platform';
import type { DashboardCaller } from './caller.js';

/** The key of the call, if it has one, bound to tenant, operation, path and body. */
export const IdempotencyKey = createParamDecorator(
  (operation: string, context: ExecutionContext): IdempotencyRequest | null => {
    const request = context.switchToHttp().getRequest<DoorRequest<DashboardCaller>>();
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !request.caller) return null;
    const ids = Object.values(request.params as Record<string, string>);
    return {
      tenant: request.caller.tenant,
      operation: [`dashboard.${operation}`, ...ids].join(' '),
      key,
      fingerprint: fingerprint(request.body ?? null),
    };
  },
);

/** The result of a command that may have been done before; a repeat says so in a header. */
export function resultOf<T>({ result, replayed }: Once<T>, reply: DoorReply): T {
  if (replayed) void reply.header('idempotency-replayed', 'true');
  return result;
}
