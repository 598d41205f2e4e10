import { DomainError } from '#kernel';

/** The request certainly did not reach the other side, so it may be made again, or its failure reported as final. */
export class NotSent extends DomainError<'request_not_sent'> {
  readonly kind = 'unavailable';
  readonly code = 'request_not_sent';

  /** `reason` is for logs and metrics: `timeout`, or the code of what went wrong, such as `ECONNREFUSED`. */
  constructor(
    readonly reason: string,
    override readonly cause?: unknown,
  ) {
    super('The other side could not be reached');
  }
}

/** The request may have reached the other side and may have had its effect: ask what became of it before repeating it. */
export class AnswerLost extends DomainError<'answer_lost'> {
  readonly kind = 'unavailable';
  readonly code = 'answer_lost';

  constructor(
    readonly reason: 'timeout' | 'connection_lost' | 'too_large' | 'unreadable',
    override readonly cause?: unknown,
  ) {
    super('The other side did not answer');
  }
}

/** Calls to this operator have failed again and again, so this one was not made. */
export class CircuitOpen extends DomainError<'circuit_open'> {
  readonly kind = 'unavailable';
  readonly code = 'circuit_open';

  constructor(readonly circuit: string) {
    super('The other side has not been reachable; it is tried again shortly');
  }
}

const REFUSALS = {
  not_a_url: 'The URL cannot be read',
  scheme: 'The URL must begin with https://',
  credentials: 'The URL must not contain a user name or password',
  no_public_address: 'The host of the URL has no public address',
} as const;

export type AddressRefusal = keyof typeof REFUSALS;

/**
 * A URL that requests must not be sent to. Which inner address a name has, and whether it has one at all, is not told:
 * that would let anybody map the network that the platform runs in.
 */
export class AddressNotAllowed extends DomainError<'address_not_allowed'> {
  readonly kind = 'invalid';
  readonly code = 'address_not_allowed';

  constructor(readonly reason: AddressRefusal) {
    super(REFUSALS[reason], { reason });
  }
}
