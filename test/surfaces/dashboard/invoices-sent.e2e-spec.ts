import { doualaDay } from '#kernel';
import { InitiatePayment } from '#payments';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor, dashboardWebhooks } from '#surfaces/dashboard';
import {
  expectContract,
  refusal,
  startTestDoor,
  type Answer,
  type CallOptions,
  type TestDoor,
} from '../../support/door.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, checkPayment, paymentRequest } from '../../support/payments.js';

const DAY_MS = 24 * 3_600_000;

describe('dashboard: invoices that are sent', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let customer: { readonly id: string; readonly email: string };
  let customers = 0;
  beforeAll(async () => {
    const environment = { ACCESS_TOKEN_SECONDS: '8640000' };
    door = await startTestDoor(dashboardDoor, { environment, simulator: { approveAfterMs: 1 } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    const email = `tech.${(customers += 1)}@example.cm`;
    const { id } = (await call('createCustomer', { body: { name: 'Tech Solutions Ltd', email } })).body.data;
    customer = { id, email };
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const created = async (fields: object = {}) => {
    const items = [{ name: 'Maintenance hour', quantity: 2, price: 25000, vatRate: 0 }];
    const body = { type: 'one-off', customerId: customer.id, items, vatDisplay: 'excluding', ...fields };
    return (await call('createInvoice', { body })).body.data;
  };
  const on = (operation: string, invoiceId: string, options: CallOptions = {}) =>
    call(operation, { path: { invoiceId }, ...options });
  const get = async (invoiceId: string) => (await on('getInvoice', invoiceId)).body.data;
  const sent = async (fields: object = {}) => {
    const { id } = await created(fields);
    return (await on('sendInvoice', id)).body.data;
  };
  const linkOf = async (invoiceId: string) => {
    const { paymentLinks } = (await call('listPaymentLinks')).body.data;
    return paymentLinks.find(({ metadata }: { metadata: { invoiceId?: string } }) => metadata.invoiceId === invoiceId);
  };
  const pay = async (invoiceId: string) => {
    const { id: paymentLinkId, amount } = await linkOf(invoiceId);
    // Payers redeem links at the other door.
    const request = {
      ...paymentRequest(merchant.tenant, { amount: String(amount), payer: aPayer('91') }),
      paymentLinkId,
    };
    const payment = await checkPayment(door, (await door.commands.execute(new InitiatePayment(request, null))).result);
    await hearAll(door, 'end-uses-when-payments-end');
    await hearAll(door, 'pay-invoices-when-payments-are-paid');
    return payment;
  };
  const pass = (ms: number): Promise<Date> => door.get(SharedClock).move(ms);
  const today = (): string => doualaDay(door.get(SharedClock).now());
  const mail = (): Promise<void> => door.get(JobWorkers).runNow('send-invoice-mails', {});
  const told = async () => {
    await hearAll(door, 'notifications');
    const { notifications } = (await call('listNotifications')).body.data;
    return notifications.map(({ title, message }: { title: string; message: string }) => [title, message]);
  };
  const events = async (invoiceId: string) =>
    (
      await door.database.query<{ payload: object }>(
        `SELECT id, type, payload, occurred_at AS "occurredAt" FROM outbox_events
         WHERE subject_id = $1 AND type = 'invoice.paid'`,
        [invoiceId],
      )
    ).map((event) => dashboardWebhooks.word(event as never));

  describe('sendInvoice', () => {
    it('makes a draft one that is sent, as of today, with a link to pay it and a mail', async () => {
      const draft = await created({ paymentTerm: 'net-15' });
      await pass(3 * DAY_MS);
      const { status, body } = await on('sendInvoice', draft.id);
      const dated = async (startDate: string, endDate: string) =>
        (await call('listInvoices', { query: { startDate, endDate, limit: 1 } })).body.data;
      expect((await dated(today(), today())).invoices).toMatchObject([{ id: draft.id }]);
      expect(await dated(draft.date, draft.date)).toMatchObject({ invoices: [], pagination: { total: 0 } });
      const read = await get(draft.id);
      expect([status, body]).toEqual([
        200,
        {
          success: true,
          message: 'Invoice sent',
          data: {
            ...{ invoiceId: draft.id, invoiceNumber: draft.invoiceNumber, status: 'sent', sentTo: customer.email },
            sentAt: expect.stringMatching(new RegExp(`^${today().slice(0, 8)}`)),
            dueDate: new Date(Date.parse(draft.dueDate) + 3 * DAY_MS).toISOString(),
            paymentUrl: expect.stringMatching(/\/pay\/pay_\w+$/),
          },
        },
      ]);
      const { dueDate, paymentUrl } = body.data;
      expect(read).toEqual({
        ...draft,
        ...{ status: 'sent', date: today(), dueDate, paymentUrl },
        ...{ sentAt: expect.any(String), updatedAt: read.sentAt },
      });
      expect(await linkOf(draft.id)).toMatchObject({
        ...{ amount: 50000, currency: 'XAF', type: 'Fixed', reusable: false, status: 'active', expiryDate: null },
        ...{ description: draft.invoiceNumber, metadata: { invoiceId: draft.id } },
      });
      await mail();
      const [mailed, ...others] = await mailsTo(door, customer.email);
      expect(others).toEqual([]);
      expect(mailed?.subject).toContain(draft.invoiceNumber);
      expect(mailed?.text).toContain(paymentUrl);
      expect(
        await door.database.query('SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1', [
          draft.id,
        ]),
      ).toEqual([
        { action: 'invoice.created', actor: merchant.userId },
        { action: 'invoice.sent', actor: merchant.userId },
      ]);
    });

    it('mails again as a reminder, also when it is overdue, and keeps date and status', async () => {
      const { invoiceId } = await sent({ paymentTerm: 'immediate' });
      const before = await get(invoiceId);
      expect((await on('sendInvoice', invoiceId)).body.data).toMatchObject({ status: 'sent' });
      await pass(2 * DAY_MS);
      const reminder = (await on('sendInvoice', invoiceId)).body.data;
      expect(reminder).toMatchObject({ status: 'overdue', dueDate: before.dueDate, paymentUrl: before.paymentUrl });
      expect(await get(invoiceId)).toEqual({ ...before, status: 'overdue' });
      await mail();
      expect(await mailsTo(door, customer.email)).toHaveLength(3);
    });

    it('mails once for many calls with one key', async () => {
      const { id } = await created();
      const headers = { 'idempotency-key': 'send-1' };
      const answers = await Promise.all(Array.from({ length: 4 }, () => on('sendInvoice', id, { headers })));
      expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body.data)}`)).size).toBe(1);
      expect((await on('sendInvoice', id, { headers })).headers['idempotency-replayed']).toBe('true');
      await mail();
      expect(await mailsTo(door, customer.email)).toHaveLength(1);
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'send-1'`);
      expect(refusal(await on('sendInvoice', id, { headers }))).toMatchObject({
        status: 409,
        code: 'IDEMPOTENCY_IN_PROGRESS',
      });
    });
  });

  describe('getInvoice', () => {
    it('reads paid once the payment of the link is, which receivers and people are told', async () => {
      const { invoiceId, invoiceNumber } = await sent();
      const payment = await pay(invoiceId);
      const read = await get(invoiceId);
      expect(read).toMatchObject({
        ...{ status: 'paid', paymentId: payment.id, paidAt: payment.settledAt },
        ...{ amountPaid: 50000, creditedAmount: 0, balanceDue: 0 },
      });
      expect((await call('getPayment', { path: { paymentId: payment.id } })).body.data).toMatchObject({ invoiceId });
      expect(await linkOf(invoiceId)).toMatchObject({ status: 'expired', closedReason: 'used' });
      const [webhook, ...others] = await events(invoiceId);
      expect(others).toEqual([]);
      expect(webhook).toMatchObject({ event: 'invoice.paid', data: { invoice: read, payment: { id: payment.id } } });
      const paid = ['Invoice paid', expect.stringContaining(`${invoiceNumber} over 50000 XAF`)];
      expect(await told()).toContainEqual(paid);
      expect(refusal(await on('sendInvoice', invoiceId))).toMatchObject({
        ...{ status: 409, code: 'INVOICE_ALREADY_PAID', details: null },
      });
      const figures = (await call('getCustomer', { path: { customerId: customer.id } })).body.data;
      expect(figures).toMatchObject({ totalInvoices: 1, totalAmount: 50000, totalPaid: 50000, totalOutstanding: 0 });
      expect(figures.recentInvoices).toMatchObject([{ id: invoiceId, status: 'paid', balanceDue: 0 }]);
    });

    it('reads overdue from the instant that the due day is over, of which people are told', async () => {
      const { invoiceId, invoiceNumber, dueDate } = await sent({ paymentTerm: 'net 1' });
      await pass(Date.parse(dueDate) - door.get(SharedClock).now().getTime() - 3000);
      expect((await get(invoiceId)).status).toBe('sent');
      await pass(3001);
      expect((await get(invoiceId)).status).toBe('overdue');
      await door.get(JobWorkers).runNow('mark-invoices-overdue', {});
      const overdue = ['Invoice overdue', expect.stringContaining(`${invoiceNumber} over 50000 XAF`)];
      expect((await told()).filter(([title]: string[]) => title === 'Invoice overdue')).toEqual([overdue]);
      await pay(invoiceId);
      expect((await get(invoiceId)).status).toBe('paid');
    });
  });

  describe('downloadInvoice', () => {
    const download = async (invoiceId: string) => {
      const headers = { authorization: `Bearer ${merchant.token}` };
      const answer = await fetch(`${door.url}${door.contract.basePath}/invoices/${invoiceId}/download`, { headers });
      const content = Buffer.from(await answer.arrayBuffer()).toString('latin1');
      expectContract(door.contract, 'downloadInvoice', answer.status, content);
      return { answer, content };
    };

    it('is a file of the number, whatever the state', async () => {
      const draft = await created({ memo: 'Merci — à bientôt' });
      const { invoiceId } = await sent();
      await call('createCreditNote', { path: { invoiceId }, body: { amount: 10000, reason: 'Less' } });
      for (const { id, invoiceNumber } of [draft, await get(invoiceId)]) {
        const { answer, content } = await download(id);
        expect([answer.status, answer.headers.get('content-type'), content.slice(0, 5)]).toEqual([
          ...[200, 'application/pdf', '%PDF-'],
        ]);
        expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="${invoiceNumber}.pdf"`);
      }
    });
  });
});
