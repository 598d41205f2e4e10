export type DomainErrorKind =
  'invalid' | 'unauthenticated' | 'forbidden' | 'not_found' | 'conflict' | 'gone' | 'declined' | 'unavailable';

/**
 * What the core throws when a rule refuses. The kind is all that a door needs to choose a status; the code is what a
 * client may program against; the details are safe to show to the caller. Fixed kinds and codes are declared as fields:
 *
 *   class PaymentNotFound extends DomainError {
 *     readonly kind = 'not_found';
 *     readonly code = 'payment_not_found';
 *     constructor() { super('Payment not found'); }
 *   }
 */
export abstract class DomainError<Code extends string = string> extends Error {
  abstract readonly kind: DomainErrorKind;
  abstract readonly code: Code;
  readonly details: Record<string, unknown> | null;

  constructor(message: string, details: Record<string, unknown> | null = null) {
    super(message);
    this.name = new.target.name;
    this.details = details;
  }
}

/** Whether what was needed is away. It is expected to come back, so nobody is to blame and nobody has to act. */
export const isOutage = (error: unknown): boolean => error instanceof DomainError && error.kind === 'unavailable';

/** One or more fields of a request break a rule; every message belongs to the field it is listed under. */
export class InvalidInput extends DomainError<'invalid_input'> {
  readonly kind = 'invalid';
  readonly code = 'invalid_input';
  readonly fields: Record<string, string[]>;

  constructor(fields: Record<string, string[]>) {
    super('Some fields are invalid', { fields });
    this.fields = fields;
  }
}
