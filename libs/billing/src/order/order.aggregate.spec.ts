import { Money, uuidv7, type Currency } from '#kernel';
import { Order, type NewOrderItem } from './order.aggregate.js';

const T0 = new Date('2025-11-20T08:00:00Z');
const T1 = new Date('2025-11-20T08:10:00Z');
const PAYMENT = uuidv7();

const item = (price: string, quantity = 1, currency: Currency = 'XAF'): NewOrderItem => ({
  name: 'Coffee 500 g',
  quantity,
  price: Money.of(price, currency),
  productId: null,
});
const placed = (items = [item('3500', 2)], currency: Currency = 'XAF'): Order =>
  Order.place(
    {
      tenant: { organizationId: uuidv7(), mode: 'live' },
      customerId: uuidv7(),
      currency,
      items,
      description: null,
      metadata: {},
    },
    T0,
  );
const paid = (): Order => {
  const order = placed();
  order.pay(PAYMENT, T1, T1);
  return order;
};
const shipped = (): Order => {
  const order = paid();
  order.ship(T1);
  return order;
};
const cancelled = (): Order => {
  const order = placed();
  order.cancel(false, T1);
  return order;
};
const conflict = (status: string) => expect.objectContaining({ code: 'order_state_conflict', details: { status } });

describe('an order', () => {
  it.each<[string, Currency, NewOrderItem[], string]>([
    ['one price times another', 'XAF', [item('3500', 2)], '7000'],
    ['each line rounded by itself', 'XAF', [item('333', 1.5), item('333', 1.5)], '1000'],
    ['cents', 'USD', [item('19.99', 2.345, 'USD'), item('0.01', 1, 'USD')], '46.89'],
    ['lines that cost nothing beside others', 'XAF', [item('0', 5), item('1')], '1'],
  ])('comes to %s', (_, currency, items, amount) => {
    expect(placed(items, currency).amount).toBe(amount);
  });

  it.each<[string, NewOrderItem[], string]>([
    ['nothing', [item('0', 3)], 'items'],
    ['what rounds to nothing', [item('1', 0.4)], 'items'],
    ['more than an amount can be', [item('9999999999999'), item('1')], 'items'],
    ['four decimals of a quantity', [item('1'), item('1', 1.0001)], 'items.1.quantity'],
    ['a quantity of nothing', [item('1', 0)], 'items.0.quantity'],
    ['a quantity too small to be written', [item('1', 1e-7)], 'items.0.quantity'],
  ])('is refused for %s', (_, items, field) => {
    expect(() => placed(items)).toThrow(expect.objectContaining({ fields: { [field]: [expect.any(String)] } }));
  });

  it('waits for its own amount in its own currency, while it is pending', () => {
    const order = placed();
    expect(() => order.requirePayable(Money.of(7000, 'XAF'))).not.toThrow();
    for (const [amount, field] of [
      [Money.of(6999, 'XAF'), 'amount'],
      [Money.of(7000, 'USD'), 'currency'],
    ] as const) {
      expect(() => order.requirePayable(amount)).toThrow(
        expect.objectContaining({ fields: { [field]: [expect.any(String)] } }),
      );
    }
    for (const other of [paid(), shipped(), cancelled()]) {
      expect(() => other.requirePayable(Money.of(7000, 'XAF'))).toThrow(conflict(other.status));
    }
  });

  it('is paid by the first payment that is paid, and by no other', () => {
    const order = placed();
    expect([order.pay(PAYMENT, T1, T1), order.pay(uuidv7(), T1, T1)]).toEqual([true, false]);
    expect(order).toMatchObject({ status: 'paid', paymentId: PAYMENT, paidAt: T1, updatedAt: T1 });
    expect([shipped().pay(PAYMENT, T1, T1), cancelled().pay(PAYMENT, T1, T1)]).toEqual([false, false]);
  });

  it('is shipped once, and only when it is paid', () => {
    expect(shipped()).toMatchObject({ status: 'shipped', shippedAt: T1 });
    for (const order of [placed(), shipped(), cancelled()]) {
      expect(() => order.ship(T1)).toThrow(conflict(order.status));
    }
  });

  it('is cancelled once, while nobody has paid it or is about to', () => {
    expect(cancelled()).toMatchObject({ status: 'cancelled', cancelledAt: T1, paidAt: null });
    expect(() => placed().cancel(true, T1)).toThrow(conflict('pending'));
    for (const order of [paid(), shipped(), cancelled()]) {
      expect(() => order.cancel(false, T1)).toThrow(conflict(order.status));
    }
  });

  it('is cancelled when the payment that paid it is refunded before it was shipped', () => {
    const order = paid();
    expect([order.refund(uuidv7(), T1), order.status]).toEqual([false, 'paid']);
    expect([order.refund(PAYMENT, T1), order.status, order.paymentId]).toEqual([true, 'cancelled', PAYMENT]);
    expect([shipped().refund(PAYMENT, T1), placed().refund(PAYMENT, T1), order.refund(PAYMENT, T1)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
