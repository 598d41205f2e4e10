import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

describe('dashboard: customers and products', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const add = (fields: object, { token } = merchant): Promise<Answer> =>
    door.call('createCustomer', { token, body: { name: 'Ada', email: 'ada@example.cm', ...fields } });
  const get = (customerId: string, { token } = merchant): Promise<Answer> =>
    door.call('getCustomer', { token, path: { customerId } });
  const list = (query: Record<string, string | number> = {}, { token } = merchant): Promise<Answer> =>
    door.call('listCustomers', { token, query });
  const names = async (query: Record<string, string | number> = {}): Promise<string[]> =>
    (await list(query)).body.data.customers.map(({ name }: { name: string }) => name);
  const audited = (recordId: string) =>
    door.database.query<{ action: string; actor: string | null; ip: string | null }>(
      'SELECT action, actor_id AS actor, ip_address AS ip FROM audit_entries WHERE record_id = $1',
      [recordId],
    );

  describe('createCustomer', () => {
    it('adds a customer, who has no invoices yet', async () => {
      const address = { street: 'Rue de la Joie', city: 'Douala', region: 'Littoral', country: 'CM', Building: 7 };
      const { status, body } = await add({
        name: 'Tech Solutions Ltd',
        email: 'Contact@TechSolutions.example.cm',
        phone: '+237 6 12 34 56 78',
        address,
        taxId: 'M123456789',
      });
      expect(status).toBe(201);
      const { customerId } = body.data;
      expect(body.data).toEqual({
        id: customerId,
        customerId,
        name: 'Tech Solutions Ltd',
        email: 'contact@techsolutions.example.cm',
        phone: '+237612345678',
        address,
        taxId: 'M123456789',
        totalInvoices: 0,
        totalAmount: 0,
        totalPaid: 0,
        totalOutstanding: 0,
        currency: 'XAF',
        recentInvoices: [],
        createdAt: expect.any(String),
        updatedAt: body.data.createdAt,
      });
      expect((await get(customerId)).body.data).toEqual(body.data);
      expect(await audited(customerId)).toEqual([
        { action: 'customer.created', actor: merchant.userId, ip: expect.any(String) },
      ]);
    });

    it.each([
      ['612345678', '+237612345678'],
      ['237 222 33 44 55', '+237222334455'],
      ['+33 6 12 34 56 78', '+33612345678'],
      [null, null],
    ])('takes the phone %j', async (phone, kept) => {
      expect((await add({ phone })).body.data).toMatchObject({ phone: kept, address: null, taxId: null });
    });

    it('knows one customer for an address, written in whatever case', async () => {
      const { customerId } = (await add({})).body.data;
      expect(refusal(await add({ name: 'Other', email: 'ADA@Example.CM' }))).toMatchObject({
        status: 409,
        code: 'CUSTOMER_EXISTS',
        details: { customerId },
      });
      expect((await add({}, await aMerchant(door))).status).toBe(201);
      expect(await names()).toEqual(['Ada']);
    });

    it.each([
      ['name', { name: '  ' }, 'must not be blank'],
      ['name', { name: 'x'.repeat(151) }, 'must have at most 150 characters'],
      ['email', { email: 'ada' }, 'must be an e-mail address'],
      ['phone', { phone: '12' }, expect.any(String)],
      ['taxId', { taxId: 'x'.repeat(33) }, 'must have at most 32 characters'],
      ['address.city', { address: { city: 5 } }, 'must be a text'],
    ])('refuses a wrong %s', async (field, fields, sentence) => {
      const answer = await add(fields);
      expect(refusal(answer)).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
      expect(answer.body.error.details[field]).toContainEqual(sentence);
    });
  });

  describe('listCustomers', () => {
    it('shows the newest first, page by page, and those of nobody else', async () => {
      for (const name of ['a', 'b', 'c']) await add({ name, email: `${name}@example.cm` });
      await add({}, await aMerchant(door));
      const { body } = await list({ limit: 2 });
      expect(body.data.pagination).toEqual({
        page: 1,
        limit: 2,
        total: 3,
        totalPages: 2,
        hasNext: true,
        hasPrev: false,
      });
      expect([await names({ limit: 2 }), await names({ limit: 2, page: 2 })]).toEqual([['c', 'b'], ['a']]);
      expect(body.data.customers[0]).toEqual({
        id: expect.any(String),
        name: 'c',
        email: 'c@example.cm',
        phone: null,
        totalInvoices: 0,
        totalAmount: 0,
        currency: 'XAF',
      });
    });

    it.each([
      ['tech', ['Tech Solutions']],
      ['SOLUTIONS', ['Tech Solutions']],
      ['@shop', ['Ada_50%']],
      ['+23761234', ['Tech Solutions']],
      ['_5', ['Ada_50%']],
      ['0%', ['Ada_50%']],
      ['  ', ['Ada_50%', 'Tech Solutions']],
      ['nobody', []],
    ])('finds %j', async (search, found) => {
      await add({ name: 'Tech Solutions', email: 'contact@tech.example.cm', phone: '612345678' });
      await add({ name: 'Ada_50%', email: 'ada@shop.example.cm' });
      expect(await names({ search })).toEqual(found);
    });
  });

  it('getCustomer does not know the customers of others', async () => {
    const { customerId } = (await add({})).body.data;
    expect(refusal(await get(customerId, await aMerchant(door)))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  describe('products', () => {
    const create = (fields: object = {}, { token } = merchant): Promise<Answer> =>
      door.call('createProduct', {
        token,
        body: { name: 'Maintenance hour', price: 25000, currency: 'XAF', vatRate: 19.25, ...fields },
      });
    const products = async (query: Record<string, string | number> = {}) =>
      (await door.call('listProducts', { token: merchant.token, query })).body.data;

    it('are added, several of one name too, and listed newest first', async () => {
      const first = await create({ description: 'On site' });
      const second = await create({ price: 12.5, currency: 'USD', vatRate: 0 });
      await create({}, await aMerchant(door));
      const { productId } = first.body.data;
      expect([first.status, first.body.data]).toEqual([
        201,
        {
          id: productId,
          productId,
          name: 'Maintenance hour',
          description: 'On site',
          price: 25000,
          currency: 'XAF',
          vatRate: 19.25,
          usedIn: 0,
          createdAt: expect.any(String),
        },
      ]);
      const rows = [second.body.data, first.body.data].map(({ productId: _, ...row }) => row);
      expect(await products()).toEqual({
        products: rows,
        pagination: { page: 1, limit: 20, total: 2, totalPages: 1, hasNext: false, hasPrev: false },
      });
      expect((await products({ page: 2, limit: 1 })).products).toEqual(rows.slice(1));
      expect(rows[0]).toMatchObject({ price: 12.5, description: null, vatRate: 0 });
      expect(await audited(productId)).toMatchObject([{ action: 'product.created', actor: merchant.userId }]);
    });

    it.each([
      ['price', { price: 0.5 }, 'must be a whole number for XAF'],
      ['price', { price: 0.005, currency: 'USD' }, 'must have at most 2 decimals for USD'],
      ['price', { price: -1 }, 'must be at least 0'],
      ['price', { price: '5' }, 'must be a number'],
      ['vatRate', { vatRate: 19.255 }, 'must be from 0 to 100, with at most two decimals'],
      ['vatRate', { vatRate: 100.01 }, 'must be at most 100'],
      ['currency', { currency: 'EUR' }, 'must be one of XAF, USD'],
      ['name', { name: ' ' }, 'must not be blank'],
    ])('are refused for a wrong %s', async (field, fields, sentence) => {
      expect(refusal(await create(fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [sentence] },
      });
      expect((await products()).products).toEqual([]);
    });
  });
});
