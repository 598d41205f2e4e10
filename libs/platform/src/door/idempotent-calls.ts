import type { IdempotencyRequest, Once } from '../idempotency/idempotency.js';
import { fingerprint } from '../idempotency/idempotency.js';
import type { DoorReply, DoorRequest } from './operation.js';

/** A wish for one effect whose tenant is not known yet: of public calls the record that they name tells it. */
export type UnboundIdempotency = Omit<IdempotencyRequest, 'tenant'>;

/** The Idempotency-Key of a call, if it has one, bound to an operation of a door, to the path and to the body. */
export function idempotencyOf(request: DoorRequest, operation: string): UnboundIdempotency | null {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return null;
  const ids = Object.values(request.params as Record<string, string>);
  return { operation: [operation, ...ids].join(' '), key, fingerprint: fingerprint(request.body ?? null) };
}

/** The result of a command that may have been done before; a repeat says so in a header. */
export function resultOf<T>({ result, replayed }: Once<T>, reply: DoorReply): T {
  if (replayed) void reply.header('idempotency-replayed', 'true');
  return result;
}
