import type { OrangeWebOrderRequest } from './orange-web.requests.js';

/** A payment page that was asked for. What its payer confirms is a transaction of its own, whose reference is the pay token. */
export interface OrangeWebOrder extends OrangeWebOrderRequest {
  readonly notifToken: string;
  readonly createdAt: string;
  /** Somebody confirmed after the page's time. */
  readonly confirmedLate: boolean;
}
