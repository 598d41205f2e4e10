import { LetOrganizationLive } from '#identity';
import { doualaDay } from '#kernel';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const DAY_MS = 24 * 3_600_000;

const item = (fields: object = {}): object => ({ name: 'Hour', quantity: 1, price: 1000, vatRate: 0, ...fields });

describe('dashboard: invoices', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let customer: { readonly id: string; readonly name: string; readonly email: string };
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { environment: { ACCESS_TOKEN_SECONDS: '8640000' } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    customer = await aCustomer('Tech Solutions Ltd', 'tech@example.cm');
  });

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const aCustomer = async (name: string, email: string) => {
    const { id } = (await call('createCustomer', { body: { name, email } })).body.data;
    return { id, name, email };
  };
  const aProduct = async (currency = 'XAF'): Promise<string> =>
    (await call('createProduct', { body: { name: 'Other name', price: 1, currency, vatRate: 5 } })).body.data.id;
  const create = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const body = { type: 'one-off', customerId: customer.id, items: [item()], vatDisplay: 'excluding', ...fields };
    return call('createInvoice', { body, headers });
  };
  const created = async (fields: object = {}) => (await create(fields)).body.data;
  const get = (invoiceId: string, options: CallOptions = {}) => call('getInvoice', { path: { invoiceId }, ...options });
  const send = (invoiceId: string, headers: Record<string, string> = {}) =>
    call('sendInvoice', { path: { invoiceId }, headers });
  const sent = async (fields: object = {}) => {
    const { id } = await created(fields);
    return { id, ...(await send(id)).body.data };
  };
  const credit = (invoiceId: string, amount: number) =>
    call('createCreditNote', { path: { invoiceId }, body: { amount, reason: 'Less' } });
  const list = async (query: Record<string, string | number> = {}) => (await call('listInvoices', { query })).body.data;
  const numbers = async (query: Record<string, string>): Promise<string[]> =>
    (await list(query)).invoices.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber.slice(-1)).sort();
  const today = (): string => doualaDay(door.get(SharedClock).now());
  const audited = (recordId: string) =>
    door.database.query('SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1 ORDER BY id', [
      recordId,
    ]);

  describe('createInvoice', () => {
    it('records a draft, reckoned as the contract reckons', async () => {
      const productId = await aProduct();
      const items = [{ productId, name: 'Maintenance hour', quantity: 2, price: 25000, vatRate: 19.25 }];
      const discount = { type: 'percentage', value: 10 };
      const { status, body } = await create({ items, discount, paymentTerm: 'Net 30', memo: 'Thank you' });
      const { invoiceId, createdAt } = body.data;
      expect([status, body.data]).toEqual([
        201,
        {
          ...{ id: invoiceId, invoiceId, invoiceNumber: `INV-${today().slice(0, 4)}-000001`, customer },
          ...{ amount: 53663, currency: 'XAF', status: 'draft', date: today(), balanceDue: 53663, type: 'one-off' },
          dueDate: expect.stringMatching(/T22:59:59\.999Z$/),
          ...{ profileId: 'default', paymentTerm: 'Net 30', memo: 'Thank you', vatDisplay: 'excluding', discount },
          items: [{ ...items[0], lineAmount: 50000 }],
          ...{ subtotal: 50000, discountAmount: 5000, vatAmount: 8663 },
          vatBreakdown: [{ vatRate: 19.25, base: 45000, vatAmount: 8663 }],
          ...{ creditedAmount: 0, amountPaid: 0, paymentUrl: null, paymentId: null, recurringInvoiceId: null },
          ...{ mode: 'SANDBOX', sentAt: null, paidAt: null, createdAt, updatedAt: createdAt },
        },
      ]);
      expect(Date.parse(body.data.dueDate) - Date.parse(`${today()}T22:59:59.999Z`)).toBe(30 * DAY_MS);
      expect((await get(invoiceId)).body.data).toEqual(body.data);
      expect(await audited(invoiceId)).toEqual([{ action: 'invoice.created', actor: merchant.userId }]);
      expect((await call('listProducts')).body.data.products[0]).toMatchObject({ id: productId, usedIn: 1 });
    });

    it('takes what is left out as the contract says, VAT included, and dollars', async () => {
      const items = [item({ productId: null, quantity: 1.5, price: 19.99, vatRate: 19.25 })];
      expect(await created({ items, currency: 'USD', vatDisplay: 'including', discount: null })).toMatchObject({
        ...{ amount: 29.99, vatAmount: 4.84, subtotal: 29.99, currency: 'USD', paymentTerm: 'net-30', memo: null },
        ...{ discount: null, profileId: 'default', vatBreakdown: [{ vatRate: 19.25, base: 29.99, vatAmount: 4.84 }] },
      });
      const fixed = { type: 'fixed', value: 100 };
      expect(await created({ type: 'recurring', profileId: 'shop', discount: fixed })).toMatchObject({
        ...{ type: 'recurring', profileId: 'shop', discount: fixed, amount: 900, recurringInvoiceId: null },
      });
    });

    it('knows a customer by the name of exactly one', async () => {
      expect((await created({ customerId: 'tech SOLUTIONS ltd' })).customer).toEqual(customer);
      await aCustomer('TECH Solutions Ltd', 'second@example.cm');
      expect(refusal(await create({ customerId: 'Tech Solutions Ltd' }))).toMatchObject({
        status: 422,
        details: { customerId: ['names several customers: use the id'] },
      });
      expect((await create()).status).toBe(201);
    });

    it.each<[string, object, string]>([
      ['a customer that is not there', { customerId: NOWHERE }, 'customerId'],
      ['part of a name', { customerId: 'Tech' }, 'customerId'],
      ['a product that is not there', { items: [item({ productId: NOWHERE })] }, 'items.0.productId'],
      ['a product that is no id', { items: [item(), item({ productId: 'x' })] }, 'items.1.productId'],
      ['a fraction of a franc', { items: [item(), item({ price: 0.5 })] }, 'items.1.price'],
      ['a discount of a fraction', { discount: { type: 'fixed', value: 0.5 } }, 'discount.value'],
      ['a discount above the subtotal', { discount: { type: 'fixed', value: 1001 } }, 'discount.value'],
      ['a percentage above 100', { discount: { type: 'percentage', value: 101 } }, 'discount.value'],
      ['a total of zero', { discount: { type: 'percentage', value: 100 } }, 'discount.value'],
      ['nothing to pay', { items: [item({ price: 0 })] }, 'items'],
      ['no items', { items: [] }, 'items'],
      ['more than 365 days', { paymentTerm: 'net 366' }, 'paymentTerm'],
      ['no payment term', { paymentTerm: 'soon' }, 'paymentTerm'],
      ['a rate that is too fine', { items: [item({ vatRate: 1.234 })] }, 'items.0.vatRate'],
    ])('refuses %s, and uses no number', async (_, fields, field) => {
      expect(refusal(await create(fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      expect((await created()).invoiceNumber).toMatch(/-000001$/);
    });

    it('refuses the customers and products of others, and products in another currency', async () => {
      const [dollars, francs, theirs] = [await aProduct('USD'), await aProduct(), customer];
      expect(refusal(await create({ items: [item({ productId: dollars })] }))).toMatchObject({
        details: { 'items.0.productId': ['names a product in USD'] },
      });
      merchant = await aMerchant(door);
      for (const customerId of [theirs.id, theirs.name]) {
        expect(refusal(await create({ customerId }))).toMatchObject({ details: { customerId: [expect.any(String)] } });
      }
      customer = await aCustomer('Ada', 'ada@example.cm');
      expect(refusal(await create({ items: [item({ productId: francs })] }))).toMatchObject({
        details: { 'items.0.productId': ['names no product of this organisation'] },
      });
    });

    it('makes one invoice of many calls with one key', async () => {
      const key = { 'idempotency-key': 'invoice-1' };
      const answers = await Promise.all(Array.from({ length: 6 }, () => create({}, key)));
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.data.invoiceNumber}`)).size).toBe(1);
      expect((await create({}, key)).headers['idempotency-replayed']).toBe('true');
      expect(refusal(await create({ memo: 'x' }, key))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
      const unsound = await create({ discount: { type: 'fixed', value: 1001 } }, key);
      expect(refusal(unsound)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect((await list()).pagination.total).toBe(1);
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'invoice-1'`);
      expect(refusal(await create({}, key))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    });
  });

  describe('listInvoices', () => {
    it('shows the newest first, each in short', async () => {
      const [first, second, third] = [await created(), await created(), await sent()];
      const page = await list({ limit: 2 });
      expect(page.invoices.map(({ id }: { id: string }) => id)).toEqual([third.id, second.id]);
      expect(page.pagination).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2, hasNext: true, hasPrev: false });
      expect((await list({ limit: 2, page: 2 })).invoices).toEqual([
        {
          ...{ id: first.id, invoiceNumber: first.invoiceNumber, customer, amount: 1000, currency: 'XAF' },
          ...{ status: 'draft', date: first.date, dueDate: first.dueDate, balanceDue: 1000 },
        },
      ]);
    });

    it('narrows by status, customer, days and text', async () => {
      const other = await aCustomer('Ada Ngo', 'ngo@example.cm');
      await created({ memo: '100% of May_Day' });
      await sent({ customerId: other.id });
      await sent({ paymentTerm: 'immediate' });
      const { id } = await sent({ items: [item({ price: 5 })] });
      await credit(id, 5);
      await door.get(SharedClock).move(2 * DAY_MS);
      await sent({ paymentTerm: '7 days' });
      for (const [query, found] of [
        [{ status: 'draft' }, ['1']],
        [{ status: 'sent' }, ['2', '5']],
        [{ status: 'overdue' }, ['3']],
        [{ status: 'pending' }, ['2', '3', '5']],
        [{ status: 'paid' }, ['4']],
        [{ customerId: other.id }, ['2']],
        [{ customerId: NOWHERE }, []],
        [{ customerId: 'x' }, []],
        [{ startDate: today() }, ['5']],
        [{ startDate: '2020-01-01', endDate: '2020-12-31' }, []],
        [{ endDate: today() }, ['1', '2', '3', '4', '5']],
        [{ search: '-000004' }, ['4']],
        [{ search: 'ADA ngo' }, ['2']],
        [{ search: 'NGO@example' }, ['2']],
        [{ search: '100% of may_' }, ['1']],
        [{ search: 'may%' }, []],
        [{ search: 'example', status: 'paid' }, ['4']],
      ] as const) {
        expect({ query, found: await numbers(query as Record<string, string>) }).toEqual({ query, found });
      }
    });

    it('refuses days in the wrong order, and statuses that there are not', async () => {
      const query = { startDate: '2025-11-02', endDate: '2025-11-01' };
      expect(refusal(await call('listInvoices', { query }))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(refusal(await call('listInvoices', { query: { status: 'lost' } }))).toMatchObject({ status: 422 });
    });

    it('keeps organisations and modes apart', async () => {
      const { id } = await created();
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const live = { 'x-mode': 'LIVE' };
      expect((await call('listInvoices', { headers: live })).body.data.invoices).toEqual([]);
      expect((await create({}, live)).body.data).toMatchObject({ mode: 'LIVE' });
      for (const operation of ['getInvoice', 'sendInvoice', 'downloadInvoice']) {
        const elsewhere = await call(operation, { path: { invoiceId: id }, headers: live });
        expect(refusal(elsewhere)).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      }
      merchant = await aMerchant(door);
      expect((await list()).invoices).toEqual([]);
      for (const operation of ['getInvoice', 'sendInvoice', 'downloadInvoice']) {
        const theirs = await call(operation, { path: { invoiceId: id } });
        expect(refusal(theirs)).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
      }
    });
  });
});
