import { DomainError } from '#kernel';

export class WebhookDeliveryNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'webhook_delivery_not_found';

  constructor() {
    super('Delivery not found');
  }
}

/** Attempts are still planned: there is nothing to send again. */
export class WebhookDeliveryPending extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook_delivery_pending';

  constructor() {
    super('The delivery is still under way');
  }
}

export class WebhookDeliveryReplayed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'webhook_delivery_replayed';

  constructor() {
    super('The delivery has been replayed before');
  }
}
