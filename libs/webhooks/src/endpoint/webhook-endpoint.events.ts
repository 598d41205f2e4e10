import type { DomainEvent } from '#kernel';

export type SwitchOffReason = 'gone' | 'failing';

/** The platform switched an endpoint off; somebody should tell its owner. */
export type WebhookEndpointDisabled = DomainEvent<
  'webhook.endpoint_disabled',
  {
    readonly endpointId: string;
    readonly dialect: string;
    readonly url: string;
    readonly reason: SwitchOffReason;
    /** ISO 8601; null when it said by itself that it is gone. */
    readonly failingSince: string | null;
  }
>;
