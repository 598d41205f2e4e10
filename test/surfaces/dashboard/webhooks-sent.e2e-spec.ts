import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { InitiatePayment } from '#payments';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { TestInvoices } from '../../support/invoices.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { aPayer, checkPayment, paymentRequest } from '../../support/payments.js';
import { expectWebhook } from '../../support/webhook-bodies.js';
import { behaviours, WebhookReceiver } from '../../support/webhook-receiver.js';

interface Sent {
  readonly event: string;
  readonly timestamp: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly signature: string;
}

describe('webhooks as receivers get them', () => {
  let door: TestDoor;
  let receiver: WebhookReceiver;
  let merchant: TestMerchant;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { worker: true });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    receiver = await WebhookReceiver.start();
    merchant = await aMerchant(door);
  });
  afterEach(() => receiver.stop());

  async function subscribe(...events: string[]): Promise<string> {
    const { body } = await door.call('createWebhook', { token: merchant.token, body: { url: receiver.url, events } });
    return body.data.secret;
  }

  async function pay(lastDigits: string): Promise<string> {
    const { status, body } = await door.call('makePayment', {
      token: merchant.token,
      body: {
        amount: 15000,
        currency: 'XAF',
        provider: 'mtn-momo',
        phoneNumber: `+2376713811${lastDigits}`,
        description: 'Invoice 42',
      },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.data.transactionId;
  }

  const sent = (): Sent[] => receiver.received.map(({ body }) => JSON.parse(body) as Sent);

  /** Waits for so many webhooks; every one must be what the contract describes, signed in both ways. */
  async function received(secret: string, count: number): Promise<Sent[]> {
    await eventually(() => receiver.received.length >= count);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    for (const webhook of sent()) {
      const { event, timestamp, data, signature } = webhook;
      expectWebhook(door.contract, webhook);
      const signed = `${event}.${timestamp}.${JSON.stringify(data)}`;
      expect(signature).toBe(createHmac('sha256', key).update(signed).digest('hex'));
    }
    expect(receiver.verified(secret)).toHaveLength(receiver.received.length);
    for (const { headers } of receiver.received) {
      expect(headers['webhook-id']).toMatch(/^msg_[0-9a-f]+$/);
      expect(headers['webhook-timestamp']).toMatch(/^[0-9]{10,}$/);
      expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=( v1,[A-Za-z0-9+/]{43}=)*$/);
    }
    return sent();
  }

  it('tell of a payment that was made, as getPayment shows it', async () => {
    const secret = await subscribe('payment.*', 'payment.paid', '*');
    const paymentId = await pay('91');
    const [webhook] = await received(secret, 1);
    const { body } = await door.call('getPayment', { token: merchant.token, path: { paymentId } });
    expect(webhook).toMatchObject({ event: 'payment.completed', timestamp: body.data.paidAt });
    expect(webhook!.data.payment).toMatchObject({
      id: paymentId,
      status: 'paid',
      amount: 15000,
      fee: 375,
      mode: 'SANDBOX',
    });
    expect(sent().filter(({ event }) => event === 'payment.completed')).toHaveLength(1);
    await eventually(
      () => door.call('listWebhooks', { token: merchant.token }),
      (list) => list.body.data.webhooks[0].lastDeliveryAt !== null,
    );
  });

  it.each([
    ['payment.failed', '99', 'INSUFFICIENT_FUNDS'],
    ['payment.cancelled', '98', 'PAYER_REFUSED'],
  ])('tell of %s', async (event, lastDigits, failureCode) => {
    const secret = await subscribe(event);
    await pay('55');
    const paymentId = await pay(lastDigits);
    const webhooks = await received(secret, 1);
    expect(webhooks).toMatchObject([{ event, data: { payment: { id: paymentId, failureCode } } }]);
  });

  it('tell of refunds and payouts', async () => {
    const secret = await subscribe('refund.*', 'payout.*');
    const paymentId = await pay('91');
    const { token } = merchant;
    await eventually(
      () => door.call('getBalance', { token }),
      ({ body }) => body.data.available === 14625,
    );
    await door.call('createRefund', { token, path: { paymentId }, body: { amount: 5000 } });
    await door.call('requestPayout', { token, body: { amount: 9000, currency: 'XAF' } });
    const webhooks = await received(secret, 3);
    expect(webhooks.map(({ event }) => event).sort()).toEqual([
      'payout.completed',
      'refund.completed',
      'refund.created',
    ]);
    const refunds = webhooks.filter(({ event }) => event.startsWith('refund.'));
    for (const { data } of refunds)
      expect(data).toMatchObject({ refund: { amount: 5000 }, payment: { id: paymentId } });
  });

  it.each(['won', 'lost'])('tell of a chargeback from its opening until it is %s', async (outcome) => {
    const secret = await subscribe('chargeback.*');
    const paymentId = await pay('90');
    const [opened] = await received(secret, 1);
    expect(opened).toMatchObject({
      event: 'chargeback.opened',
      data: { chargeback: { paymentId, status: 'open', amount: 15000 } },
    });
    const path = { chargebackId: opened!.data.chargeback.id as string };
    const body = { documents: ['note.pdf'], description: `Delivery note [sim-${outcome}]` };
    await door.call('submitChargebackEvidence', { token: merchant.token, path, body });
    const [, decided] = await received(secret, 2);
    const { body: shown } = await door.call('getChargeback', { token: merchant.token, path });
    expect(decided).toMatchObject({ event: `chargeback.${outcome}`, timestamp: shown.data.resolvedAt });
    expect(decided!.data.chargeback).toEqual(shown.data);
  });

  it('tell of a payout that failed', async () => {
    const secret = await subscribe('payout.failed');
    await pay('91');
    const { token } = merchant;
    await eventually(
      () => door.call('getBalance', { token }),
      ({ body }) => body.data.available === 14625,
    );
    // Whatever ends in 96 fails.
    const { body } = await door.call('requestPayout', { token, body: { amount: 5096, currency: 'XAF' } });
    const [webhook] = await received(secret, 1);
    expect(webhook).toMatchObject({ event: 'payout.failed', data: { payout: { id: body.data.id, status: 'failed' } } });
  });

  it('tell of a payment link that was paid', async () => {
    const secret = await subscribe('payment_link.*');
    const link = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
    const { body } = await door.call('createPaymentLink', { token: merchant.token, body: link });
    const paymentLinkId = body.data.id as string;
    // Payers redeem links at the other door.
    const request = { ...paymentRequest(merchant.tenant, { amount: '15000', payer: aPayer('91') }), paymentLinkId };
    const payment = (await door.commands.execute(new InitiatePayment(request, null))).result;
    await checkPayment(door, payment);
    const [webhook] = await received(secret, 1);
    expect(webhook).toMatchObject({
      event: 'payment_link.paid',
      data: { paymentLink: { id: paymentLinkId, currentUses: 1 }, payment: { id: payment.id, status: 'paid' } },
    });
  });

  it('tell of an invoice that was paid, by a payment or by credit notes', async () => {
    const secret = await subscribe('invoice.*');
    const invoices = await TestInvoices.of(door, merchant.tenant);
    const [paid, credited] = [await invoices.sent(), await invoices.sent()];
    await checkPayment(door, await invoices.paying(paid, aPayer('91')));
    await invoices.credit(credited, '50000');
    const { token } = merchant;
    for (const { event, timestamp, data } of await received(secret, 2)) {
      const { body } = await door.call('getInvoice', { token, path: { invoiceId: data.invoice.id } });
      expect([event, data.invoice]).toEqual(['invoice.paid', body.data]);
      expect(data.payment?.id ?? null).toBe(body.data.paymentId);
      expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(Date.parse(body.data.paidAt));
    }
    const told = sent().map(({ data }) => data.invoice.id);
    expect(told.sort()).toEqual([paid.id, credited.id].sort());
  });

  it('tell of a payment that lapsed', async () => {
    const secret = await subscribe('payment.expired');
    const paymentId = await pay('89');
    const webhooks = await received(secret, 1);
    expect(webhooks).toMatchObject([
      { event: 'payment.expired', data: { payment: { id: paymentId, status: 'expired' } } },
    ]);
  });

  it('go to nobody else, and no longer to a receiver that is inactive', async () => {
    const stranger = merchant;
    await subscribe('*');
    merchant = await aMerchant(door);
    const elsewhere = receiver;
    receiver = await WebhookReceiver.start();
    const secret = await subscribe('payment.completed');
    await pay('91');
    await received(secret, 1);
    expect(elsewhere.received).toEqual([]);

    const { body } = await door.call('listWebhooks', { token: merchant.token });
    const path = { webhookId: body.data.webhooks[0].id as string };
    await door.call('updateWebhook', { token: merchant.token, path, body: { status: 'inactive' } });
    const paymentId = await pay('72');
    await eventually(
      () => door.call('getPayment', { token: merchant.token, path: { paymentId } }),
      (answer) => answer.body.data.status === 'paid',
    );
    merchant = stranger;
    await pay('91');
    await eventually(() => elsewhere.received.length > 0);
    expect(receiver.received).toHaveLength(1);
    await elsewhere.stop();
  });

  it('stop when a receiver says that it is gone', async () => {
    await subscribe('*');
    receiver.behave(behaviours.answer(410));
    await pay('91');
    const { body } = await eventually(
      () => door.call('listWebhooks', { token: merchant.token }),
      (answer) => answer.body.data.webhooks[0].status === 'inactive',
    );
    expect(body.data.webhooks).toMatchObject([{ status: 'inactive', disabledReason: 'gone' }]);
  });
});
