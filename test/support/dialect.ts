import { randomInt } from 'node:crypto';
import { DomainError, type DomainErrorKind } from '#kernel';
import { Contract, type JsonObject, type Surface } from '#platform';

export const KINDS = Object.keys({
  invalid: true,
  unauthenticated: true,
  forbidden: true,
  not_found: true,
  conflict: true,
  gone: true,
  declined: true,
  unavailable: true,
} satisfies Record<DomainErrorKind, true>) as DomainErrorKind[];

/** An error of the core of any kind, by default one that no door has heard of. */
export class SampleError extends DomainError {
  constructor(
    readonly kind: DomainErrorKind,
    readonly code = 'never_heard_of',
    details: Record<string, unknown> | null = { internal: 'detail' },
  ) {
    super('What the core says', details);
  }
}

/** The body that a contract shows for an operation's success. */
export function exampleAnswer(surface: Surface, operationId: string): JsonObject {
  const operation = Contract.of(surface).operations.get(operationId);
  const responses = operation?.definition['responses'] as Record<string, { content: Record<string, JsonObject> }>;
  return responses[String(operation?.successStatus)]?.content['application/json']?.['example'] as JsonObject;
}

/** An address for documentation that hardly any other test calls from; doors believe it of a trusted proxy. */
export const someAddress = (): string => `198.18.${randomInt(256)}.${randomInt(1, 255)}`;
