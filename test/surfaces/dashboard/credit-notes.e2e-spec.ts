import { LetOrganizationLive } from '#identity';
import { doualaDay } from '#kernel';
import { SharedClock } from '#platform';
import { dashboardDoor, dashboardWebhooks } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

describe('dashboard: credit notes', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let customerId: string;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    customerId = await aCustomer();
  });

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const aCustomer = async (): Promise<string> =>
    (await call('createCustomer', { body: { name: 'Tech Solutions Ltd', email: 'tech@example.cm' } })).body.data.id;
  const hour = (fields: object = {}) => ({ name: 'Hour', quantity: 1, price: 25000, vatRate: 19.25, ...fields });
  const drafted = async (fields: object = {}): Promise<string> => {
    const body = { type: 'one-off', customerId, items: [hour({ quantity: 2 })], vatDisplay: 'excluding', ...fields };
    return (await call('createInvoice', { body })).body.data.id;
  };
  const sent = async (fields: object = {}): Promise<string> => {
    const invoiceId = await drafted(fields);
    await call('sendInvoice', { path: { invoiceId } });
    return invoiceId;
  };
  const credit = (invoiceId: string, fields: object = {}, options: CallOptions = {}): Promise<Answer> =>
    call('createCreditNote', {
      path: { invoiceId },
      body: { amount: 10000, reason: 'Half an hour less', ...fields },
      ...options,
    });
  const invoice = async (invoiceId: string) => (await call('getInvoice', { path: { invoiceId } })).body.data;
  const list = async (query: Record<string, number> = {}) => (await call('listCreditNotes', { query })).body.data;

  describe('createCreditNote', () => {
    it('takes an amount off what is due, and off the link', async () => {
      const invoiceId = await sent();
      const { invoiceNumber } = await invoice(invoiceId);
      const { status, body } = await credit(invoiceId, { items: [] });
      const { id } = body.data;
      const year = doualaDay(door.get(SharedClock).now()).slice(0, 4);
      expect([status, body.data]).toEqual([
        201,
        {
          ...{ id, creditNoteId: id, creditNoteNumber: `CN-${year}-000001`, invoiceId, invoiceNumber },
          ...{ amount: 10000, currency: 'XAF', reason: 'Half an hour less', items: [], status: 'issued' },
          ...{ invoiceBalanceDue: 49625, remainingCreditable: 49625, mode: 'SANDBOX', createdAt: expect.any(String) },
        },
      ]);
      expect(await invoice(invoiceId)).toMatchObject({
        ...{ status: 'sent', amount: 59625, creditedAmount: 10000, amountPaid: 0, balanceDue: 49625 },
      });
      expect((await call('listPaymentLinks')).body.data.paymentLinks).toMatchObject([{ amount: 49625 }]);
      const audit = 'SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1';
      expect(await door.database.query(audit, [id])).toEqual([
        { action: 'credit_note.created', actor: merchant.userId },
      ]);
    });

    it('shows the items that it credits, which come to its amount as on the invoice', async () => {
      const invoiceId = await sent({ discount: { type: 'percentage', value: 10 } });
      // 12500 and 19.25 percent of VAT; the discount of the invoice does not count.
      const items = [hour({ quantity: 0.5 })];
      expect((await credit(invoiceId, { amount: 14906, items })).body.data.items).toEqual([
        { ...items[0], productId: null, lineAmount: 12500 },
      ]);
      const included = await sent({ vatDisplay: 'including' });
      expect((await credit(included, { amount: 12500, items })).status).toBe(201);
      expect(refusal(await credit(included, { amount: 14906, items }))).toMatchObject({
        ...{ status: 422, code: 'VALIDATION_ERROR', details: { amount: ['must be what the items come to, 12500'] } },
      });
    });

    it('pays the invoice when nothing is left, which is told without a payment', async () => {
      const invoiceId = await sent();
      expect((await credit(invoiceId, { amount: 59625 })).body.data).toMatchObject({
        ...{ invoiceBalanceDue: 0, remainingCreditable: 0 },
      });
      const read = await invoice(invoiceId);
      expect(read).toMatchObject({ status: 'paid', paymentId: null, paidAt: expect.any(String), balanceDue: 0 });
      expect((await call('listPaymentLinks')).body.data.paymentLinks).toMatchObject([{ status: 'cancelled' }]);
      const told = await door.database.query(`SELECT type, payload FROM outbox_events WHERE subject_id = $1`, [
        invoiceId,
      ]);
      expect(told.map((event) => dashboardWebhooks.word(event as never))).toEqual([
        { event: 'invoice.paid', data: { invoice: read, payment: null } },
      ]);
      expect(refusal(await credit(invoiceId, { amount: 1 }))).toMatchObject({ code: 'CREDIT_NOTE_EXCEEDS_INVOICE' });
    });

    it('never takes more than the invoice, and of a draft nothing', async () => {
      const invoiceId = await sent();
      await credit(invoiceId, { amount: 50000 });
      expect(refusal(await credit(invoiceId, { amount: 9626 }))).toMatchObject({
        ...{ status: 422, code: 'CREDIT_NOTE_EXCEEDS_INVOICE', details: { remainingCreditable: 9625 } },
      });
      expect(refusal(await credit(await drafted()))).toMatchObject({
        ...{ status: 409, code: 'INVOICE_NOT_SENT', details: null },
      });
      // Refused calls use no number.
      expect((await credit(invoiceId, { amount: 9625 })).body.data.creditNoteNumber).toMatch(/-000002$/);
    });

    it.each<[string, object, string]>([
      ['a fraction of a franc', { amount: 0.5 }, 'amount'],
      ['nothing', { amount: 0 }, 'amount'],
      ['a blank reason', { reason: '  ' }, 'reason'],
      ['an item of a fraction', { items: [hour(), hour({ price: 0.5 })] }, 'items.1.price'],
      ['an item of nothing', { items: [hour({ price: 0 })] }, 'items'],
      ['a product that is not there', { amount: 29813, items: [hour({ productId: 'x' })] }, 'items.0.productId'],
    ])('refuses %s', async (_, fields, field) => {
      expect(refusal(await credit(await sent(), fields))).toMatchObject({
        ...{ status: 422, code: 'VALIDATION_ERROR', details: { [field]: [expect.any(String)] } },
      });
    });

    it('is made once for many calls with one key, which belongs to one invoice', async () => {
      const [invoiceId, other] = [await sent(), await sent()];
      const options = { headers: { 'idempotency-key': 'note-1' } };
      const answers = await Promise.all(Array.from({ length: 4 }, () => credit(invoiceId, {}, options)));
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.data.id}`)).size).toBe(1);
      const again = await credit(invoiceId, {}, options);
      expect(again.headers['idempotency-replayed']).toBe('true');
      expect(refusal(await credit(invoiceId, { amount: 1 }, options))).toMatchObject({
        ...{ status: 422, code: 'IDEMPOTENCY_MISMATCH' },
      });
      expect((await credit(other, {}, options)).body.data.id).not.toBe(again.body.data.id);
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'note-1'`);
      expect(refusal(await credit(invoiceId, {}, options))).toMatchObject({
        ...{ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' },
      });
    });
  });

  describe('listCreditNotes', () => {
    it('shows the newest first, with what is left of their invoices', async () => {
      const [first, second] = [await sent(), await sent()];
      const notes = [await credit(first), await credit(second), await credit(first, { amount: 5000 })];
      const [oldest, middle, newest] = notes.map(({ body }) => body.data);
      const { creditNotes, pagination } = await list({ limit: 2 });
      expect(creditNotes).toEqual([newest, middle]);
      expect(pagination).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2, hasNext: true, hasPrev: false });
      expect((await list({ limit: 2, page: 2 })).creditNotes).toEqual([
        { ...oldest, invoiceBalanceDue: 44625, remainingCreditable: 44625 },
      ]);
    });

    it('keeps organisations and modes apart', async () => {
      const invoiceId = await sent();
      await credit(invoiceId);
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const headers = { 'x-mode': 'LIVE' };
      expect((await call('listCreditNotes', { headers })).body.data.creditNotes).toEqual([]);
      expect(refusal(await credit(invoiceId, {}, { headers }))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      merchant = await aMerchant(door);
      expect((await list()).creditNotes).toEqual([]);
      expect(refusal(await credit(invoiceId))).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
    });
  });
});
