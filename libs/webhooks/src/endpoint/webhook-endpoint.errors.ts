import { DomainError } from '#kernel';

export class WebhookEndpointNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'webhook_endpoint_not_found';

  constructor() {
    super('Webhook not found');
  }
}

/** The endpoint takes nothing at the moment. */
export class WebhookEndpointInactive extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook_endpoint_inactive';

  constructor() {
    super('The webhook is not active');
  }
}

export class WebhookLimitReached extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook_limit_reached';

  constructor(limit: number) {
    super(`There cannot be more than ${limit} webhooks`, { limit });
  }
}

/** Not https, with a user name, or not (known to be) a public address. The message is for the owner of the endpoint. */
export class WebhookUrlNotAllowed extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'webhook_url_not_allowed';
}
