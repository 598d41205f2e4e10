import { Money, uuidv7, type Tenant } from '#kernel';
import { DueChecks, InitiatePayment, RequestRefund, type PaymentView } from '#payments';
import { fingerprint } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { hearAll } from '../../../../test/support/outbox.js';
import {
  aPayer,
  atOnce,
  checkPayment,
  outcomes,
  paymentRequest,
  readPayment,
  type PaymentWish,
} from '../../../../test/support/payments.js';
import { CreateCustomer } from '../customer/create-customer.command.js';
import { CancelOrder } from './cancel-order.command.js';
import { CreateOrder } from './create-order.command.js';
import { GetOrder } from './get-order.query.js';
import type { OrderView } from './order-view.js';
import { ShipOrder } from './ship-order.command.js';

describe('payments of orders', () => {
  let core: TestCore;
  let tenant: Tenant;
  let customerId: string;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(async () => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    const details = { name: 'Ada', email: 'ada@example.cm', phone: null, address: null, taxId: null };
    customerId = (await core.commands.execute(new CreateCustomer(tenant.organizationId, details, null))).id;
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const anOrder = async (): Promise<OrderView> => {
    const items = [{ name: 'Coffee', quantity: 2, price: Money.of('5000', 'XAF'), productId: null }];
    const request = { tenant, customerId, currency: 'XAF' as const, items, description: null, metadata: {} };
    return (await core.commands.execute(new CreateOrder({ ...request, actorId: null }, null))).result;
  };
  const request = (order: OrderView, wish: PaymentWish = {}) => ({
    ...paymentRequest(tenant, wish),
    orderId: order.id,
    customerId,
  });
  const start = async (order: OrderView, wish: PaymentWish = {}): Promise<PaymentView> =>
    (await core.commands.execute(new InitiatePayment(request(order, wish), null))).result;
  const pay = async (order: OrderView, wish: PaymentWish = {}) => checkPayment(core, await start(order, wish));
  const hear = () => hearAll(core, 'move-orders-when-payments-move');
  const read = ({ id }: OrderView) => core.queries.execute(new GetOrder(tenant, id));
  const cancel = ({ id }: OrderView) => core.commands.execute(new CancelOrder(tenant, id, null));
  const refund = async ({ id: paymentId }: PaymentView, amount: string): Promise<void> => {
    const wish = { tenant, paymentId, amount, description: null, reason: null, actorId: null };
    const { result } = await core.commands.execute(new RequestRefund(wish, null));
    for (let turn = 0; turn < 2; turn += 1) await core.get(DueChecks).check('refund', result.id);
  };
  const audited = ({ id }: OrderView) =>
    core.database.query<{ status: string; actor: string | null }>(
      `SELECT details->>'status' AS status, actor_id AS actor FROM audit_entries
       WHERE record_id = $1 AND action = 'order.updated' ORDER BY id`,
      [id],
    );

  it('show which payment is to pay it, and pay it once', async () => {
    const order = await anOrder();
    const first = await start(order, { payer: aPayer('97') });
    const second = await start(order);
    expect(await read(order)).toMatchObject({ status: 'pending', paymentId: second.id, paidAt: null });
    const { settledAt } = await checkPayment(core, second);
    await hear();
    await hear();
    expect(await read(order)).toMatchObject({ status: 'paid', paymentId: second.id, paidAt: settledAt });
    expect(await readPayment(core, first)).toMatchObject({ status: 'pending', orderId: order.id, customerId });
    expect(await audited(order)).toEqual([{ status: 'paid', actor: null }]);
  });

  it('leave it with the first that is paid, when two are heard of at once', async () => {
    const order = await anOrder();
    const both = [await start(order), await start(order)];
    for (const payment of both) await checkPayment(core, payment);
    await hear();
    expect(await read(order)).toMatchObject({ status: 'paid', paymentId: both[0]?.id });
    // What the second brought is the payer's.
    await refund(both[1]!, '10000');
    await hear();
    expect(await read(order)).toMatchObject({ status: 'paid' });
  });

  it('leave it pending, and named by no payment, when they end without money', async () => {
    const order = await anOrder();
    await pay(order, { payer: aPayer('99') });
    await hear();
    expect(await read(order)).toMatchObject({ status: 'pending', paymentId: null });
  });

  it('cancel it when they are given back in full, and not before', async () => {
    const order = await anOrder();
    const payment = await pay(order);
    await hear();
    await refund(payment, '4000');
    await hear();
    expect(await read(order)).toMatchObject({ status: 'paid', cancelledAt: null });
    await refund(payment, '6000');
    // Everything from the beginning in one batch.
    await hear();
    expect(await read(order)).toMatchObject({ status: 'cancelled', paymentId: payment.id });
    expect((await audited(order)).map(({ status }) => status)).toEqual(['paid', 'cancelled']);
  });

  it('do not call it back once it was shipped', async () => {
    const order = await anOrder();
    const payment = await pay(order);
    await hear();
    await core.commands.execute(new ShipOrder(tenant, order.id, null));
    await refund(payment, '10000');
    await hear();
    expect(await read(order)).toMatchObject({ status: 'shipped', cancelledAt: null });
  });

  it('are paid and given back before either is heard of: it is cancelled all the same', async () => {
    const order = await anOrder();
    await refund(await pay(order), '10000');
    await hear();
    expect(await read(order)).toMatchObject({ status: 'cancelled', paidAt: expect.any(String) });
  });

  it('are refused for an order that is cancelled; of the two at once one comes first', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const order = await anOrder();
      const results = await atOnce(6, (one): Promise<unknown> => (one % 2 ? cancel(order) : start(order)));
      const [{ status, paymentId }, [payments]] = await Promise.all([
        read(order),
        core.database.query<{ count: number }>('SELECT count(*)::int FROM payments WHERE order_id = $1', [order.id]),
      ]);
      const { done = 0, order_state_conflict: refused = 0 } = outcomes(results);
      expect(done + refused).toBe(6);
      if (status === 'cancelled') expect([paymentId, payments?.count, done]).toEqual([null, 0, 1]);
      else expect([status, payments?.count, done]).toEqual(['pending', 3, 3]);
    }
  });

  it('have paid it before that is heard of: it is neither cancelled nor paid again', async () => {
    const order = await anOrder();
    const payment = await pay(order);
    const under = { code: 'order_state_conflict', message: 'A payment of this order is under way or paid' };
    await expect(cancel(order)).rejects.toMatchObject(under);
    const paid = { code: 'order_state_conflict', message: 'A payment of this order is paid' };
    await expect(start(order)).rejects.toMatchObject(paid);
    expect(await read(order)).toMatchObject({ status: 'pending', paymentId: payment.id });
    await hear();
    expect(await read(order)).toMatchObject({ status: 'paid', paymentId: payment.id });
  });

  it('show the one that paid, though a later one is under way and nothing was heard yet', async () => {
    const order = await anOrder();
    const first = await start(order);
    await start(order, { payer: aPayer('97') });
    await checkPayment(core, first);
    expect(await read(order)).toMatchObject({ status: 'pending', paymentId: first.id });
  });

  it('are confirmed while others start and cancel: what was paid is never cancelled, nor paid anew afterwards', async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      const order = await anOrder();
      const payment = await start(order);
      await atOnce(7, (one): Promise<unknown> => {
        if (one === 3) return checkPayment(core, payment);
        return one % 2 ? cancel(order) : start(order, { payer: aPayer('97') });
      });
      const later = outcomes(await atOnce(4, (one): Promise<unknown> => (one % 2 ? cancel(order) : start(order))));
      expect(later).toEqual({ order_state_conflict: 4 });
      await hear();
      expect(await read(order)).toMatchObject({ status: 'paid', paymentId: payment.id });
    }
  });

  it('are repeated with their key after the order was paid, and cannot be started anew', async () => {
    const order = await anOrder();
    const key = { tenant, operation: 'test.makePayment', key: 'k', fingerprint: fingerprint(order.id) };
    const wish = request(order);
    const { result } = await core.commands.execute(new InitiatePayment(wish, key));
    await checkPayment(core, result);
    await hear();
    const again = await core.commands.execute(new InitiatePayment(wish, key));
    expect([again.replayed, again.result.id]).toEqual([true, result.id]);
    await expect(start(order)).rejects.toMatchObject({ code: 'order_state_conflict', details: { status: 'paid' } });
  });
});
