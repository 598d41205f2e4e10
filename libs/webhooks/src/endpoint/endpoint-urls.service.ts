import { Injectable } from '@nestjs/common';
import { AddressNotAllowed, GuardedOutbound, NotSent } from '#platform';
import { WebhookUrlNotAllowed } from './webhook-endpoint.errors.js';

/** Where webhooks may go. Each attempt is checked again when it connects: a name may lead elsewhere by then. */
@Injectable()
export class EndpointUrls {
  constructor(private readonly outbound: GuardedOutbound) {}

  /** Throws WebhookUrlNotAllowed for an address that this deployment does not send to. */
  async requireAllowed(url: string): Promise<void> {
    try {
      await this.outbound.checkUrl(url);
    } catch (error) {
      if (error instanceof AddressNotAllowed) throw new WebhookUrlNotAllowed(error.message);
      // What cannot be judged is not let through: attempts would judge it again, but its owner would not be told.
      if (error instanceof NotSent)
        throw new WebhookUrlNotAllowed('The host of the URL could not be resolved just now');
      throw error;
    }
  }
}
