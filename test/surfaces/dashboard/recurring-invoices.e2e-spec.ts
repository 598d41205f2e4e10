import { LetOrganizationLive } from '#identity';
import { addDays, atDoualaTime, doualaDay } from '#kernel';
import { JobWorkers, SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { mailsTo } from '../../support/mails.js';
import { atOnce } from '../../support/payments.js';

const ITEM = { name: 'Maintenance hour', quantity: 2, price: 25000, vatRate: 19.25 };

describe('dashboard: recurring invoices', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let customer: { readonly id: string; readonly name: string; readonly email: string };
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    customer = await aCustomer('Tech Solutions Ltd');
  });

  let addresses = 0;
  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const aCustomer = async (name: string) => {
    const email = `customer.${(addresses += 1)}@example.cm`;
    return { id: (await call('createCustomer', { body: { name, email } })).body.data.id, name, email };
  };
  const aProduct = async (currency = 'XAF'): Promise<string> =>
    (await call('createProduct', { body: { name: 'Hour', price: 1, currency, vatRate: 0 } })).body.data.id;
  const today = (): string => doualaDay(door.get(SharedClock).now());
  const create = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const body = { customerId: customer.id, frequency: 'monthly', startDate: today(), items: [ITEM], ...fields };
    return call('createRecurringInvoice', { body, headers });
  };
  const list = (options: CallOptions = {}) => call('listRecurringInvoices', options);
  const listed = async (options: CallOptions = {}): Promise<string[]> =>
    (await list(options)).body.data.recurringInvoices.map(({ id }: { id: string }) => id);
  const cancel = (recurringInvoiceId: string, options: CallOptions = {}) =>
    call('cancelRecurringInvoice', { path: { recurringInvoiceId }, ...options });
  const run = (job: string): Promise<void> => door.get(JobWorkers).runNow(job, {});
  const AUDITED = 'SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1 ORDER BY id';
  const audited = (recordId: string) => door.database.query(AUDITED, [recordId]);

  describe('createRecurringInvoice', () => {
    it('starts a schedule, which says what each invoice comes to and when the next is due', async () => {
      const productId = await aProduct();
      const startDate = addDays(today(), 10);
      const { status, body } = await create({ startDate, items: [{ ...ITEM, productId }] });
      const { id } = body.data;
      expect([status, body.data]).toEqual([
        201,
        {
          id,
          recurringInvoiceId: id,
          customerId: customer.id,
          customer,
          frequency: 'monthly',
          startDate,
          endDate: null,
          items: [{ productId, ...ITEM }],
          memo: null,
          paymentTerm: 'net-30',
          discount: null,
          vatDisplay: 'excluding',
          currency: 'XAF',
          amount: 59625,
          status: 'active',
          nextRunDate: startDate,
          lastRunDate: null,
          invoicesIssued: 0,
          mode: 'SANDBOX',
          createdAt: expect.any(String),
          updatedAt: body.data.createdAt,
        },
      ]);
      expect((await list()).body.data.recurringInvoices).toEqual([body.data]);
      expect(await audited(id)).toEqual([{ action: 'recurring_invoice.created', actor: merchant.userId }]);
    });

    it('takes all that an invoice takes', async () => {
      const said = {
        ...{ currency: 'USD', vatDisplay: 'including', memo: 'Thank you', paymentTerm: 'EOM', frequency: 'weekly' },
        items: [{ productId: null, name: 'Hosting', quantity: 1.5, price: 12.5, vatRate: 0 }],
        discount: { type: 'fixed', value: 0.75 },
        endDate: today(),
      };
      const { body } = await create(said);
      expect(body.data).toMatchObject({ ...said, amount: 18 });
      const percent = { type: 'percentage', value: 12.5 };
      expect((await create({ discount: percent })).body.data).toMatchObject({ discount: percent, amount: 52172 });
    });

    it('finds a customer by a name that is one customer’s alone', async () => {
      const { body } = await create({ customerId: 'tech solutions LTD' });
      expect(body.data).toMatchObject({ customerId: customer.id, customer });
      await aCustomer('TECH Solutions Ltd');
      expect(refusal(await create({ customerId: customer.name }))).toMatchObject({
        status: 422,
        details: { customerId: [expect.any(String)] },
      });
    });

    const line = (fields: object): object => ({ items: [ITEM, { ...ITEM, ...fields }] });
    it.each<[string, () => object, string]>([
      ['a customer that is not there', () => ({ customerId: NOWHERE }), 'customerId'],
      ['a product that is not there', () => line({ productId: NOWHERE }), 'items.1.productId'],
      ['a product that is no id', () => line({ productId: 'x' }), 'items.1.productId'],
      ['a first day that is over', () => ({ startDate: addDays(today(), -1) }), 'startDate'],
      ['a last day before the first', () => ({ endDate: addDays(today(), -1) }), 'endDate'],
      ['a day that no calendar has', () => ({ startDate: '2027-02-30' }), 'startDate'],
      ['a frequency that is none', () => ({ frequency: 'daily' }), 'frequency'],
      ['a payment term beyond a year', () => ({ paymentTerm: 'net 366' }), 'paymentTerm'],
      ['a fraction of a franc', () => line({ price: 0.5 }), 'items.1.price'],
      ['four decimals of a quantity', () => line({ quantity: 0.0001 }), 'items.1.quantity'],
      ['three decimals of a rate', () => line({ vatRate: 1.125 }), 'items.1.vatRate'],
      ['more off than there is', () => ({ discount: { type: 'percentage', value: 101 } }), 'discount.value'],
      ['nothing to pay', () => ({ items: [{ ...ITEM, price: 0 }] }), 'items'],
      ['no items', () => ({ items: [] }), 'items'],
      ['a field that nobody knows', () => ({ profileId: 'default' }), 'profileId'],
    ])('refuses %s', async (_, fields, field) => {
      expect(refusal(await create(fields()))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      expect(await listed()).toEqual([]);
    });

    it('refuses the customers and products of others, and products in another currency', async () => {
      const [dollars, francs, theirs] = [await aProduct('USD'), await aProduct(), customer];
      const refused = async (fields: object): Promise<unknown> => (await create(fields)).body.error.details;
      expect(await refused({ items: [{ ...ITEM, productId: dollars }] })).toHaveProperty(['items.0.productId']);
      merchant = await aMerchant(door);
      expect(await refused({})).toHaveProperty(['customerId']);
      expect(await refused({ customerId: theirs.name })).toHaveProperty(['customerId']);
      customer = await aCustomer('Ada');
      expect(await refused({ items: [{ ...ITEM, productId: francs }] })).toHaveProperty(['items.0.productId']);
    });

    it('starts one schedule by many calls with one key', async () => {
      const key = { 'idempotency-key': 'schedule-1' };
      const answers = await atOnce(6, () => create({}, key));
      const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(codes).toEqual(Array.from({ length: 6 }, () => 201));
      const again = await create({}, key);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect(await listed()).toEqual([again.body.data.id]);
      expect(refusal(await create({ memo: 'x' }, key))).toMatchObject({ status: 422, code: 'IDEMPOTENCY_MISMATCH' });
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'schedule-1'`);
      expect(refusal(await create({}, key))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    });

    it('sends the invoice of today to the customer, with the file and the link to pay it', async () => {
      const { id } = (await create({ discount: { type: 'percentage', value: 10 } })).body.data;
      await run('issue-recurring-invoices');
      const [schedule] = (await list()).body.data.recurringInvoices;
      expect(schedule).toMatchObject({ id, status: 'active', invoicesIssued: 1, lastRunDate: today() });
      expect(schedule.nextRunDate > today()).toBe(true);
      const [summary, ...others] = (await call('listInvoices')).body.data.invoices;
      expect(others).toEqual([]);
      const { data: invoice } = (await call('getInvoice', { path: { invoiceId: summary.id } })).body;
      expect(invoice).toMatchObject({
        ...{ type: 'recurring', status: 'sent', amount: 53663, recurringInvoiceId: id, customer },
        paymentUrl: expect.stringMatching(/^https?:/),
      });
      expect(await audited(invoice.id)).toEqual(
        expect.arrayContaining([
          { action: 'invoice.created', actor: null },
          { action: 'invoice.sent', actor: null },
        ]),
      );
      await run('send-invoice-mails');
      const [mail, ...more] = await mailsTo(door, customer.email);
      expect(more).toEqual([]);
      expect(mail?.text).toContain(invoice.paymentUrl);
      expect(mail).toMatchObject({
        subject: expect.stringContaining(invoice.invoiceNumber),
        attachments: [{ fileName: `${invoice.invoiceNumber}.pdf`, contentType: 'application/pdf' }],
      });
    });
  });

  describe('listRecurringInvoices', () => {
    it('shows the newest first, page by page', async () => {
      const ids = [];
      for (let count = 0; count < 3; count += 1) ids.unshift((await create()).body.data.id);
      expect(await listed()).toEqual(ids);
      const { data } = (await list({ query: { page: 2, limit: 2 } })).body;
      expect(data.recurringInvoices.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
      expect(data.pagination).toEqual({ page: 2, limit: 2, total: 3, totalPages: 2, hasNext: false, hasPrev: true });
      expect(await listed({ query: { page: 9 } })).toEqual([]);
      expect(refusal(await list({ query: { limit: 101 } }))).toMatchObject({
        ...{ status: 422, code: 'VALIDATION_ERROR', details: { limit: [expect.any(String)] } },
      });
    });

    it('keeps organisations and modes apart', async () => {
      const { id } = (await create()).body.data;
      const live = { headers: { 'x-mode': 'LIVE' } };
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      expect(await listed(live)).toEqual([]);
      expect(refusal(await cancel(id, live))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      const real = (await create({}, live.headers)).body.data;
      expect(real.mode).toBe('LIVE');
      const sandbox = { headers: { 'x-mode': 'SANDBOX' } };
      expect([await listed(live), await listed(sandbox)]).toEqual([[real.id], [id]]);
      merchant = await aMerchant(door);
      expect(await listed()).toEqual([]);
      expect(refusal(await cancel(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });

    it('reads ended once the last day has passed', async () => {
      const { id, endDate } = (await create({ endDate: today(), frequency: 'weekly' })).body.data;
      await run('issue-recurring-invoices');
      const [schedule] = (await list()).body.data.recurringInvoices;
      expect(schedule).toMatchObject({ status: 'active', nextRunDate: null, invoicesIssued: 1 });
      const clock = door.get(SharedClock);
      await clock.move(atDoualaTime(addDays(endDate, 1), '00:00').getTime() - clock.now().getTime());
      merchant = { ...merchant, ...(await signedInAgain()) };
      expect((await list()).body.data.recurringInvoices).toEqual([
        { ...schedule, status: 'ended', updatedAt: expect.any(String) },
      ]);
      expect(refusal(await cancel(id))).toMatchObject({ status: 409, code: 'RECURRING_ALREADY_ENDED', details: null });
    });
  });

  const signedInAgain = async (): Promise<{ token: string }> => {
    const { email, password } = merchant;
    const { body } = await door.call('login', { body: { email, password } });
    return { token: body.data.accessToken };
  };

  describe('cancelRecurringInvoice', () => {
    it('ends a schedule for good, and leaves what it issued', async () => {
      const { id } = (await create()).body.data;
      await run('issue-recurring-invoices');
      const [issued] = (await list()).body.data.recurringInvoices;
      const { status, body } = await cancel(id);
      expect([status, body.data]).toEqual([
        200,
        { ...issued, status: 'cancelled', nextRunDate: null, updatedAt: expect.any(String) },
      ]);
      expect((await list()).body.data.recurringInvoices).toEqual([body.data]);
      expect((await call('listInvoices')).body.data.pagination.total).toBe(1);
      expect(refusal(await cancel(id))).toMatchObject({ status: 409, code: 'RECURRING_ALREADY_ENDED', details: null });
      expect(await audited(id)).toEqual([
        { action: 'recurring_invoice.created', actor: merchant.userId },
        { action: 'recurring_invoice.cancelled', actor: merchant.userId },
      ]);
    });

    it.each([NOWHERE, 'x'])('does not know %s', async (id) =>
      expect(refusal(await cancel(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' }),
    );
  });

  it.each<[string, CallOptions]>([
    ['createRecurringInvoice', { body: {} }],
    ['listRecurringInvoices', {}],
    ['cancelRecurringInvoice', { path: { recurringInvoiceId: NOWHERE } }],
  ])('%s asks who calls, whether live may be, and for a mode that exists', async (operation, options) => {
    expect(refusal(await call(operation, { ...options, token: null }))).toMatchObject({
      ...{ status: 401, code: 'AUTH_REQUIRED' },
    });
    expect(refusal(await call(operation, { ...options, token: 'nonsense' }))).toMatchObject({
      ...{ status: 401, code: 'AUTH_INVALID' },
    });
    expect(refusal(await call(operation, { ...options, headers: { 'x-mode': 'LIVE' } }))).toMatchObject({
      ...{ status: 403, code: 'FORBIDDEN' },
    });
    expect(refusal(await call(operation, { ...options, headers: { 'x-mode': 'DEMO' } }))).toMatchObject({
      ...{ status: 422, code: 'VALIDATION_ERROR' },
    });
  });

  it('createRecurringInvoice asks for JSON', async () => {
    expect(refusal(await call('createRecurringInvoice', { body: '{"customerId":' }))).toMatchObject({
      ...{ status: 400, code: 'INVALID_JSON' },
    });
  });
});
