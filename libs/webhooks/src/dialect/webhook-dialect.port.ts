import type { DomainEvent } from '#kernel';

/** An event in the words of a door. */
export interface WordedEvent {
  /** What receivers subscribe to, such as `payment.completed`. */
  readonly event: string;
  /** Plain JSON. It is serialised once, so that every attempt sends the same text. */
  readonly data: object;
}

export interface WebhookMessage {
  /** `msg_…`, without a dot. The same at every attempt and in a replay: receivers recognise a repeat by it. */
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly occurredAt: Date;
  readonly organizationId: string;
  /** JSON text without blanks. */
  readonly data: string;
}

export interface Signing {
  /** Moment of this attempt. */
  readonly at: Date;
  /** The current key first; behind it the one before, while a rotation lets both stand. */
  readonly keys: readonly [Buffer, ...Buffer[]];
}

export interface ComposedRequest {
  /** Signatures and whatever else the door documents; content type and user agent are added to them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact text that is signed and sent. */
  readonly body: string;
}

/** How one door words, signs and offers its webhooks. Doors provide it; the core knows none of them. */
export interface WebhookDialect {
  /** Unique; kept with every endpoint. */
  readonly name: string;
  /** Types of core events that it has words for. */
  readonly eventTypes: readonly string[];
  /** Every event that a receiver may subscribe to, as `family.what`. */
  readonly events: readonly string[];
  /** Other names under which a receiver may subscribe to one of `events`. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Most endpoints that an organisation may have. */
  readonly endpointsMax: number;
  /** The event as receivers get it, or null when it is not for them. Must not depend on anything but the event. */
  word(event: DomainEvent): WordedEvent | null;
  /** What an organisation gets that only wants to see whether its receiver works. */
  wordTest(endpointId: string): WordedEvent;
  compose(message: WebhookMessage, signing: Signing): ComposedRequest;
}

/** Nest's token for the dialects of a process. */
export const WEBHOOK_DIALECTS = Symbol('WebhookDialects');
