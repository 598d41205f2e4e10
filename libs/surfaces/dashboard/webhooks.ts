import type { DomainEvent } from '#kernel';
import type { DisputeView } from '#disputes';
import type { PaymentView, PayoutView, RefundView } from '#payments';
import { hmacHex } from '#platform';
import { standardWebhooksHeaders, type WebhookDialect, type WordedEvent } from '#webhooks';
import { presentChargeback } from './chargebacks/chargebacks.presenter.js';
import type { Wire } from './dialect/wire.js';
import { presentPayment } from './payments/payments.presenter.js';
import { presentPayout } from './payouts/payouts.presenter.js';
import { presentRefund } from './refunds/refunds.presenter.js';

interface Payload {
  readonly payment: PaymentView;
  readonly refund: RefundView;
  readonly payout: PayoutView;
  readonly dispute: DisputeView;
}
type Presenter = (payload: Payload) => object;

const payment: Presenter = (payload) => ({ payment: presentPayment(payload.payment) });
const refund: Presenter = (payload) => ({
  refund: presentRefund(payload.refund),
  payment: presentPayment(payload.payment),
});
const payout: Presenter = (payload) => ({ payout: presentPayout(payload.payout) });
const chargeback: Presenter = (payload) => ({ chargeback: presentChargeback(payload.dispute, payload.payment) });

/** What happens in the core, in this door's words. */
const WORDS: Readonly<Record<string, readonly [Wire<'WebhookEvent'>, Presenter]>> = {
  'payment.settled': ['payment.completed', payment],
  'payment.failed': ['payment.failed', payment],
  'payment.expired': ['payment.expired', payment],
  'payment.cancelled': ['payment.cancelled', payment],
  'refund.requested': ['refund.created', refund],
  'refund.completed': ['refund.completed', refund],
  'refund.failed': ['refund.failed', refund],
  'refund.cancelled': ['refund.failed', refund],
  'payout.completed': ['payout.completed', payout],
  'payout.failed': ['payout.failed', payout],
  'dispute.opened': ['chargeback.opened', chargeback],
};

const EVENTS = [
  'payment.completed',
  'payment.failed',
  'payment.expired',
  'payment.cancelled',
  'refund.created',
  'refund.completed',
  'refund.failed',
  'chargeback.opened',
  'chargeback.won',
  'chargeback.lost',
  'payout.completed',
  'payout.failed',
  'invoice.paid',
  'payment_link.paid',
] as const satisfies readonly Wire<'WebhookEvent'>[];

/**
 * Webhooks of this door: `{event, timestamp, data, signature}`, signed in the body as the reference asks and in the
 * headers by Standard Webhooks, which cover the raw body.
 */
export const dashboardWebhooks: WebhookDialect = {
  name: 'dashboard',
  eventTypes: Object.keys(WORDS),
  events: EVENTS,
  aliases: { 'payment.paid': 'payment.completed', 'payment.refunded': 'refund.completed' },
  endpointsMax: 10,
  word,
  wordTest: (endpointId) => ({ event: 'webhook.test', data: { webhook: { id: endpointId } } }),
  compose(message, signing) {
    const { event, data } = message;
    const timestamp = message.occurredAt.toISOString();
    const signature = hmacHex(signing.keys[0], `${event}.${timestamp}.${data}`);
    const body = `{"event":${JSON.stringify(event)},"timestamp":"${timestamp}","data":${data},"signature":"${signature}"}`;
    return { body, headers: standardWebhooksHeaders(message.id, body, signing) };
  },
};

function word(event: DomainEvent): WordedEvent | null {
  const words = WORDS[event.type];
  if (!words) return null;
  const [name, present] = words;
  return { event: name, data: present(event.payload as Payload) };
}
