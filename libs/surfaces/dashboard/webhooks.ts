import type { DomainEvent } from '#kernel';
import type { InvoiceView } from '#billing';
import type { DisputeView, EvidenceView } from '#disputes';
import type { PaymentLinkView, PaymentView, PayoutView, RefundView } from '#payments';
import { hmacHex } from '#platform';
import { standardWebhooksHeaders, type WebhookDialect, type WordedEvent } from '#webhooks';
import { presentChargeback } from './chargebacks/chargebacks.presenter.js';
import type { Wire } from './dialect/wire.js';
import { presentInvoice } from './invoices/invoices.presenter.js';
import { presentPaymentLink } from './payment-links/payment-links.presenter.js';
import { presentPayment } from './payments/payments.presenter.js';
import { presentPayout } from './payouts/payouts.presenter.js';
import { presentRefund } from './refunds/refunds.presenter.js';

interface Payload {
  readonly payment: PaymentView;
  readonly paymentLink: PaymentLinkView;
  readonly refund: RefundView;
  readonly payout: PayoutView;
  readonly dispute: DisputeView;
  readonly evidence: readonly EvidenceView[];
  readonly invoice: InvoiceView;
}
type Presenter = (payload: Payload) => object;

const payment: Presenter = (payload) => ({ payment: presentPayment(payload.payment) });
const paymentLink: Presenter = (payload) => ({
  paymentLink: presentPaymentLink(payload.paymentLink),
  payment: presentPayment(payload.payment),
});
const refund: Presenter = (payload) => ({
  refund: presentRefund(payload.refund),
  payment: presentPayment(payload.payment),
});
const payout: Presenter = (payload) => ({ payout: presentPayout(payload.payout) });
/** Credit notes pay without a payment. */
const invoice = (payload: Pick<Payload, 'invoice'> & { readonly payment: PaymentView | null }): object => ({
  invoice: presentInvoice(payload.invoice),
  payment: payload.payment && presentPayment(payload.payment),
});
const chargeback: Presenter = (payload) => ({ chargeback: presentChargeback(payload) });

/** What happens in the core, in this door's words. */
const WORDS: Readonly<Record<string, readonly [Wire<'WebhookEvent'>, Presenter]>> = {
  'payment.settled': ['payment.completed', payment],
  'payment.failed': ['payment.failed', payment],
  'payment.expired': ['payment.expired', payment],
  'payment.cancelled': ['payment.cancelled', payment],
  'payment_link.paid': ['payment_link.paid', paymentLink],
  'refund.requested': ['refund.created', refund],
  'refund.completed': ['refund.completed', refund],
  'refund.failed': ['refund.failed', refund],
  'refund.cancelled': ['refund.failed', refund],
  'payout.completed': ['payout.completed', payout],
  'payout.failed': ['payout.failed', payout],
  'invoice.paid': ['invoice.paid', invoice],
  'dispute.opened': ['chargeback.opened', chargeback],
  'dispute.won': ['chargeback.won', chargeback],
  'dispute.lost': ['chargeback.lost', chargeback],
};

/**
 * Webhooks of this door: `{event, timestamp, data, signature}`, signed in the body as the reference asks and in the
 * headers by Standard Webhooks, which cover the raw body.
 */
export const dashboardWebhooks: WebhookDialect = {
  name: 'dashboard',
  eventTypes: Object.keys(WORDS),
  events: [...new Set(Object.values(WORDS).map(([name]) => name))],
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
