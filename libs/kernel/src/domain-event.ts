import { uuidv7 } from './ids.js';
import type { Mode } from './tenant.js';

/** Something that happened, as the aggregate tells it. The payload is plain JSON: no entity ever travels in it. */
export interface DomainEvent<Type extends string = string, Payload extends object = object> {
  readonly id: string;
  readonly type: Type;
  readonly version: number;
  readonly organizationId: string | null;
  readonly mode: Mode | null;
  readonly subjectId: string;
  readonly occurredAt: Date;
  readonly payload: Payload;
}

export function domainEvent<Type extends string, Payload extends object>(
  event: Omit<DomainEvent<Type, Payload>, 'id'>,
): DomainEvent<Type, Payload> {
  return { id: uuidv7(event.occurredAt), ...event };
}
