import { LetOrganizationLive } from '#identity';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type CallOptions, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, atOnce } from '../../support/payments.js';

const item = (fields: object = {}): object => ({ name: 'Coffee', quantity: 1, price: 1, ...fields });

describe('dashboard: orders', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  let customer: { readonly id: string; readonly name: string; readonly email: string };
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    customer = await aCustomer('ada@example.cm');
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const call = (operation: string, options: CallOptions = {}): Promise<Answer> =>
    door.call(operation, { token: merchant.token, ...options });
  const aCustomer = async (email: string) => {
    const { id, name } = (await call('createCustomer', { body: { name: 'Ada', email } })).body.data;
    return { id, name, email };
  };
  const aProduct = async (currency = 'XAF'): Promise<string> =>
    (await call('createProduct', { body: { name: 'Hour', price: 1, currency, vatRate: 0 } })).body.data.id;
  const place = (fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const items = [{ name: 'Coffee 500 g', quantity: 2, price: 3500 }];
    return call('createOrder', { body: { customerId: customer.id, currency: 'XAF', items, ...fields }, headers });
  };
  const placed = async (fields: object = {}): Promise<string> => (await place(fields)).body.data.id;
  const get = (orderId: string, options: CallOptions = {}) => call('getOrder', { path: { orderId }, ...options });
  const move = (orderId: string, status: string, options: CallOptions = {}) =>
    call('updateOrder', { path: { orderId }, body: { status }, ...options });
  const pay = (orderId: string, fields: object = {}, headers: Record<string, string> = {}): Promise<Answer> => {
    const body = { amount: 7000, currency: 'XAF', provider: 'mtn-momo', phoneNumber: aPayer(), orderId, ...fields };
    return call('makePayment', { body, headers });
  };
  const hear = () => hearAll(door, 'move-orders-when-payments-move');
  const paid = async (fields: object = {}): Promise<string> => {
    const { id, amount, currency } = (await place(fields)).body.data;
    const { transactionId } = (await pay(id, { amount, currency })).body.data;
    await call('getPaymentStatus', { path: { transactionId } });
    await hear();
    return id;
  };
  const AUDITED = 'SELECT action, actor_id AS actor FROM audit_entries WHERE record_id = $1 ORDER BY id';
  const audited = (recordId: string) => door.database.query(AUDITED, [recordId]);

  describe('createOrder', () => {
    it('records what was ordered, which waits to be paid', async () => {
      const productId = await aProduct();
      const items = [
        { name: 'Coffee 500 g', quantity: 2, price: 3500, productId },
        { name: 'Cloth', quantity: 2.5, price: 333 },
      ];
      const { status, body } = await place({ items, description: 'By Friday', metadata: { Table_7: [null] } });
      const { orderId } = body.data;
      expect([status, body.data]).toEqual([
        201,
        {
          id: orderId,
          orderId,
          customer,
          amount: 7833,
          currency: 'XAF',
          items: [items[0], { ...items[1], productId: null }],
          status: 'pending',
          description: 'By Friday',
          metadata: { Table_7: [null] },
          mode: 'SANDBOX',
          paymentId: null,
          paidAt: null,
          shippedAt: null,
          cancelledAt: null,
          createdAt: expect.any(String),
          updatedAt: body.data.createdAt,
        },
      ]);
      expect((await get(orderId)).body.data).toEqual(body.data);
      expect(await audited(orderId)).toEqual([{ action: 'order.created', actor: merchant.userId }]);
    });

    it.each<[string, object, string]>([
      ['a customer that is not there', { customerId: NOWHERE }, 'customerId'],
      ['a customer that is no id', { customerId: 'x' }, 'customerId'],
      ['a product that is not there', { items: [item({ productId: NOWHERE })] }, 'items.0.productId'],
      ['a product that is no id', { items: [item(), item({ productId: 'x' })] }, 'items.1.productId'],
      ['a fraction of a franc', { items: [item(), item({ price: 0.5 })] }, 'items.1.price'],
      ['four decimals of a quantity', { items: [item({ quantity: 0.0001 })] }, 'items.0.quantity'],
      ['nothing to pay', { items: [item({ price: 0 })] }, 'items'],
      ['no items', { items: [] }, 'items'],
      ['metadata without measure', { metadata: { a: 'x'.repeat(8200) } }, 'metadata'],
    ])('refuses %s', async (_, fields, field) => {
      expect(refusal(await place(fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
    });

    it('refuses the customers and products of others, and products in another currency', async () => {
      const [dollars, francs] = [await aProduct('USD'), await aProduct()];
      expect(refusal(await place({ items: [item({ productId: dollars })] }))).toMatchObject({
        details: { 'items.0.productId': ['names a product in USD'] },
      });
      const theirs = customer;
      merchant = await aMerchant(door);
      expect(refusal(await place())).toMatchObject({ status: 422, details: { customerId: [expect.any(String)] } });
      customer = await aCustomer(theirs.email);
      expect(refusal(await place({ items: [item({ productId: francs })] }))).toMatchObject({
        details: { 'items.0.productId': ['names no product of this organisation'] },
      });
    });

    it('makes one order of many calls with one key', async () => {
      const key = { 'idempotency-key': 'basket-1' };
      const answers = await atOnce(8, () => place({}, key));
      const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
      expect(codes).toEqual(Array.from({ length: 8 }, () => 201));
      const again = await place({}, key);
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
      expect((await call('listOrders')).body.summary.totalOrders).toBe(1);
      expect(refusal(await place({ description: 'x' }, key))).toMatchObject({
        status: 422,
        code: 'IDEMPOTENCY_MISMATCH',
      });
      expect(refusal(await place({ items: [item({ price: 0.5 })] }, key))).toMatchObject({ code: 'VALIDATION_ERROR' });
    });

    it('is told to wait while the first call with its key runs', async () => {
      const key = { 'idempotency-key': 'basket-2' };
      await place({}, key);
      await door.database.query(`UPDATE idempotency_keys SET answered = false, answer = NULL WHERE key = 'basket-2'`);
      expect(refusal(await place({}, key))).toMatchObject({ status: 409, code: 'IDEMPOTENCY_IN_PROGRESS' });
    });
  });

  describe('listOrders', () => {
    it('shows the newest first, with figures over all that match', async () => {
      const [pending, shipped, dollars, cancelled] = [
        await placed(),
        await paid(),
        await paid({ currency: 'USD', items: [item({ price: 12.5 })] }),
        await placed(),
      ];
      await move(shipped, 'shipped');
      await move(cancelled, 'cancelled');
      const { body } = await call('listOrders', { query: { limit: 2 } });
      expect(body.data.orders.map(({ id }: { id: string }) => id)).toEqual([cancelled, dollars]);
      expect(body.data.pagination).toMatchObject({ total: 4, totalPages: 2, hasNext: true });
      const all = { totalOrders: 4, paid: 2, pending: 1, totalRevenue: 7000, totalRevenueUsd: 12.5 };
      expect(body.summary).toEqual(all);
      const next = (await call('listOrders', { query: { limit: 2, page: 2 } })).body;
      expect([next.data.orders.map(({ id }: { id: string }) => id), next.summary]).toEqual([[shipped, pending], all]);
      expect(body.data.orders[1]).toEqual({
        id: dollars,
        customer,
        amount: 12.5,
        currency: 'USD',
        items: [{ name: 'Coffee', quantity: 1, price: 12.5, productId: null }],
        status: 'paid',
        createdAt: expect.any(String),
      });
      expect((await call('listOrders', { query: { page: 9 } })).body).toMatchObject({
        data: { orders: [] },
        summary: all,
      });
    });

    it('narrows list and figures by status and customer', async () => {
      await paid();
      const other = await aCustomer('other@example.cm');
      const theirs = await placed({ customerId: other.id });
      const seen = async (query: Record<string, string>) => {
        const { data, summary } = (await call('listOrders', { query })).body;
        return [data.pagination.total, summary.totalOrders, summary.paid, summary.pending, summary.totalRevenue];
      };
      expect(await seen({ status: 'paid' })).toEqual([1, 1, 1, 0, 7000]);
      expect(await seen({ status: 'shipped' })).toEqual([0, 0, 0, 0, 0]);
      expect(await seen({ customerId: other.id })).toEqual([1, 1, 0, 1, 0]);
      expect(await seen({ customerId: other.id, status: 'paid' })).toEqual([0, 0, 0, 0, 0]);
      for (const customerId of [NOWHERE, 'x']) expect(await seen({ customerId })).toEqual([0, 0, 0, 0, 0]);
      expect((await call('listOrders', { query: { customerId: other.id } })).body.data.orders[0].id).toBe(theirs);
      expect(refusal(await call('listOrders', { query: { status: 'lost' } }))).toMatchObject({ status: 422 });
    });

    it('keeps organisations and modes apart', async () => {
      const id = await paid();
      await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
      const live = { headers: { 'x-mode': 'LIVE' } };
      expect((await call('listOrders', live)).body).toMatchObject({
        data: { orders: [] },
        summary: { totalOrders: 0 },
      });
      expect(refusal(await get(id, live))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(refusal(await move(id, 'shipped', live))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      merchant = await aMerchant(door);
      expect((await call('listOrders')).body.summary.totalOrders).toBe(0);
      expect(refusal(await get(id))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
      expect(refusal(await move(id, 'shipped'))).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    });
  });

  describe('updateOrder', () => {
    const conflict = (status: string): object => ({ status: 409, code: 'ORDER_STATE_CONFLICT', details: { status } });

    it('ships a paid order, once', async () => {
      const pending = await placed();
      expect(refusal(await move(pending, 'shipped'))).toMatchObject(conflict('pending'));
      const id = await paid();
      expect(refusal(await move(id, 'cancelled'))).toMatchObject(conflict('paid'));
      const { status, body } = await move(id, 'shipped');
      expect([status, body.data]).toMatchObject([200, { status: 'shipped', shippedAt: expect.any(String), customer }]);
      expect(refusal(await move(id, 'shipped'))).toMatchObject(conflict('shipped'));
      expect(await audited(id)).toEqual([
        { action: 'order.created', actor: merchant.userId },
        { action: 'order.updated', actor: null },
        { action: 'order.updated', actor: merchant.userId },
      ]);
    });

    it('cancels an order that nobody is about to pay', async () => {
      const id = await placed();
      const { transactionId } = (await pay(id, { phoneNumber: aPayer('99') })).body.data;
      expect((await get(id)).body.data).toMatchObject({ status: 'pending', paymentId: transactionId });
      expect(refusal(await move(id, 'cancelled'))).toMatchObject(conflict('pending'));
      await call('getPaymentStatus', { path: { transactionId } });
      expect((await move(id, 'cancelled')).body.data).toMatchObject({
        status: 'cancelled',
        cancelledAt: expect.any(String),
        paymentId: null,
      });
      expect(refusal(await move(id, 'cancelled'))).toMatchObject(conflict('cancelled'));
    });

    it.each(['paid', 'pending', 'lost'])('refuses to make it %s', async (status) => {
      expect(refusal(await move(await placed(), status))).toMatchObject({
        status: 422,
        details: { status: ['must be one of shipped, cancelled'] },
      });
    });
  });

  describe('makePayment', () => {
    it('pays the order that it names, with the customer that it names', async () => {
      const id = await placed();
      const { transactionId } = (await pay(id, { customerId: customer.id })).body.data;
      const { paidAt } = (await call('getPaymentStatus', { path: { transactionId } })).body.data;
      await hear();
      expect((await get(id)).body.data).toMatchObject({ status: 'paid', paymentId: transactionId, paidAt });
      const payment = await call('getPayment', { path: { paymentId: transactionId } });
      expect(payment.body.data).toMatchObject({ orderId: id });
    });

    it.each([
      ['another amount', { amount: 6999 }, 'amount'],
      ['another currency', { currency: 'USD' }, 'currency'],
      ['an order that is not there', { orderId: NOWHERE }, 'orderId'],
      ['an order that is no id', { orderId: 'x' }, 'orderId'],
      ['a customer that is not there', { customerId: NOWHERE }, 'customerId'],
    ])('is refused for %s, and leaves nothing behind', async (_, fields, field) => {
      expect(refusal(await pay(await placed(), fields))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      expect((await call('listPayments')).body.data.payments).toEqual([]);
    });

    it('is refused for an order that does not wait to be paid, before anything that is lacking', async () => {
      const id = await paid();
      for (const fields of [{}, { provider: 'orange-money' }]) {
        expect(refusal(await pay(id, fields))).toMatchObject({
          status: 409,
          code: 'ORDER_STATE_CONFLICT',
          details: { status: 'paid' },
        });
      }
    });

    it('does not know the orders and customers of others', async () => {
      const [id, theirs] = [await placed(), customer.id];
      merchant = await aMerchant(door);
      expect(refusal(await pay(id))).toMatchObject({ status: 422, details: { orderId: [expect.any(String)] } });
      const named = await call('makePayment', {
        body: { amount: 1, currency: 'XAF', provider: 'mtn-momo', phoneNumber: aPayer(), customerId: theirs },
      });
      expect(refusal(named)).toMatchObject({ status: 422, details: { customerId: [expect.any(String)] } });
    });
  });
});
