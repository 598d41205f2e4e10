import { SetOrganizationSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant } from '../../support/merchant.js';

const ORDER = { customerId: NOWHERE, currency: 'XAF', items: [{ name: 'Coffee', quantity: 1, price: 1 }] };
const INVOICE = {
  type: 'one-off',
  customerId: NOWHERE,
  items: [{ name: 'Hour', quantity: 1, price: 1, vatRate: 0 }],
  vatDisplay: 'including',
};
const LINK = { type: 'Fixed', amount: 1, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
const PRODUCT = { name: 'Hour', price: 1, currency: 'XAF', vatRate: 0 };

/** Every operation on customers, products, orders, payment links, invoices and credit notes, with a call that passes its constraints. */
const CALLS: Readonly<Record<string, CallOptions>> = {
  listCustomers: {},
  createCustomer: { body: { name: 'Ada', email: 'ada@example.cm' } },
  getCustomer: { path: { customerId: NOWHERE } },
  listProducts: {},
  createProduct: { body: PRODUCT },
  listOrders: {},
  createOrder: { body: ORDER },
  getOrder: { path: { orderId: NOWHERE } },
  updateOrder: { path: { orderId: NOWHERE }, body: { status: 'shipped' } },
  listPaymentLinks: {},
  createPaymentLink: { body: LINK },
  getPaymentLink: { path: { linkId: NOWHERE } },
  listInvoices: {},
  createInvoice: { body: INVOICE },
  getInvoice: { path: { invoiceId: NOWHERE } },
  sendInvoice: { path: { invoiceId: NOWHERE } },
  downloadInvoice: { path: { invoiceId: NOWHERE } },
  listCreditNotes: {},
  createCreditNote: { path: { invoiceId: NOWHERE }, body: { amount: 1, reason: 'Half an hour less' } },
};
const OPERATIONS = Object.keys(CALLS);
const LISTS = OPERATIONS.filter((operation) => operation.startsWith('list'));
const WITH_BODY = OPERATIONS.filter((operation) => CALLS[operation]?.body !== undefined);
/** What belongs to no mode is made without one. */
const WITHOUT_MODE = ['createCustomer', 'createProduct'];
const WITH_MODE = OPERATIONS.filter((operation) => !WITHOUT_MODE.includes(operation));
const READS = [
  ...['getCustomer', 'getOrder', 'getPaymentLink', 'updateOrder'],
  ...['getInvoice', 'sendInvoice', 'downloadInvoice', 'createCreditNote'],
];

describe('dashboard: what operations on customers, products, orders, links and invoices refuse alike', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());

  const calling = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { ...CALLS[operation], ...options });

  it('no token, and one that is none', async () => {
    for (const operation of OPERATIONS) {
      expect({ operation, ...refusal(await calling(operation)) }).toMatchObject({
        operation,
        status: 401,
        code: 'AUTH_REQUIRED',
        details: null,
      });
      expect(refusal(await calling(operation, { token: 'x' }))).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    }
  });

  it('a token that has lapsed', async () => {
    const { token } = await aMerchant(door);
    await door.get(SharedClock).move(3_600_000 + 1000);
    for (const operation of OPERATIONS) {
      expect(refusal(await calling(operation, { token }))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    }
  });

  it('LIVE before the organisation was let live, and any other mode', async () => {
    const { token } = await aMerchant(door);
    for (const operation of WITH_MODE) {
      const live = await calling(operation, { token, headers: { 'x-mode': 'LIVE' } });
      expect({ operation, ...refusal(live) }).toMatchObject({ operation, status: 403, code: 'FORBIDDEN' });
      const unknown = await calling(operation, { token, headers: { 'x-mode': 'live' } });
      expect(refusal(unknown)).toMatchObject({ status: 422, details: { 'x-mode': ['must be one of LIVE, SANDBOX'] } });
    }
    for (const operation of WITHOUT_MODE) {
      expect((await calling(operation, { token, headers: { 'x-mode': 'LIVE' } })).status).toBe(201);
    }
  });

  it('a suspended organisation', async () => {
    const { token, organizationId } = await aMerchant(door);
    await door.commands.execute(new SetOrganizationSuspension(organizationId, true, null));
    for (const operation of OPERATIONS) {
      const answer = refusal(await calling(operation, { token }));
      expect({ operation, ...answer }).toMatchObject({ operation, status: 403, code: 'FORBIDDEN' });
    }
  });

  it.each(WITH_BODY)('%s: a body that is no JSON, none at all, and fields that nobody knows', async (operation) => {
    const { token } = await aMerchant(door);
    const send = (body: unknown): Promise<Answer> => calling(operation, { token, body });
    expect(refusal(await send('{"name": 5'))).toMatchObject({ status: 400, code: 'INVALID_JSON', details: null });
    expect(refusal(await send(undefined))).toMatchObject({ status: 422, code: 'VALIDATION_ERROR' });
    const { body } = CALLS[operation] as { body: object };
    expect(refusal(await send({ ...body, colour: 'red' }))).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { colour: ['is not a known field'] },
    });
    expect(refusal(await send({ ...body, name: 'a\u0000b' }))).toMatchObject({ status: 422 });
  });

  it.each(LISTS)('%s: pages that there cannot be', async (operation) => {
    const { token } = await aMerchant(door);
    for (const [field, value] of [
      ['page', 0],
      ['page', 'x'],
      ['page', '1e309'],
      ['limit', 0],
      ['limit', 101],
    ] as const) {
      expect(refusal(await calling(operation, { token, query: { [field]: value } }))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
    }
    const { status, body } = await calling(operation, { token, query: { page: 7 } });
    expect([status, body.data.pagination]).toEqual([
      200,
      { page: 7, limit: 20, total: 0, totalPages: 0, hasNext: false, hasPrev: true },
    ]);
  });

  it.each(READS)('%s: what is not there, and what is no id', async (operation) => {
    const { token } = await aMerchant(door);
    for (const id of [NOWHERE, 'x', "1' OR '1'='1"]) {
      const [name = ''] = Object.keys(CALLS[operation]?.path ?? {});
      const answer = await calling(operation, { token, path: { [name]: id } });
      expect(refusal(answer)).toMatchObject({ status: 404, code: 'NOT_FOUND', details: null });
    }
  });
});
