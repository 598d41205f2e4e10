import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, type Config } from '#platform';
import { paymentLinkUrl, paymentLinkView, type PaymentLinkView } from './payment-link-view.js';

/** Views of payment links as they stand now, with the address that this deployment gives them. */
@Injectable()
export class PaymentLinkViews {
  constructor(
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Of an aggregate, or of a row with PAYMENT_LINK_COLUMNS. */
  of(source: object): PaymentLinkView {
    return paymentLinkView(source, this.clock.now(), this.config.payUrl);
  }

  /** Address to share. */
  urlOf(slug: string): string {
    return paymentLinkUrl(this.config.payUrl, slug);
  }
}
