import fc from 'fast-check';
import { Money, type DomainEvent } from '#kernel';
import { Payment } from './payment.aggregate.js';
import { PaymentNotCancellable } from './payment.errors.js';
import type { PaymentFailure } from './payment-failure.js';

const NOW = new Date('2025-11-20T09:00:00Z');
const LATER = new Date('2025-11-20T09:05:00Z');
const TENANT = { organizationId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11', mode: 'live' } as const;

function aPayment(amount = '15000', collected = amount, currency: 'XAF' | 'USD' = 'XAF'): Payment {
  const payment = Payment.initiate(
    {
      tenant: TENANT,
      amount: Money.of(amount, currency),
      provider: 'mtn-momo',
      payerMsisdn: '+237671381152',
      description: 'Invoice 42',
      metadata: {},
      providerAmount: Money.of(collected, 'XAF'),
      exchangeRate: '1',
      lifetimeMinutes: 30,
    },
    NOW,
  );
  payment.pullEvents();
  return payment;
}

const settle = (payment: Payment, feePercent = '2.5'): boolean =>
  payment.settle({ feePercent, availableAt: new Date('2025-11-21T05:00:00Z') }, 'op-1', LATER);

/** What can happen to a payment, by the word of the operator, of its owner or of the clock. */
const HAPPENINGS = {
  'is paid': (payment: Payment) => settle(payment),
  'has no funds': (payment: Payment) => payment.fail('insufficient_funds', LATER),
  'is refused by the payer': (payment: Payment) => payment.fail('payer_refused', LATER),
  'lapses at the operator': (payment: Payment) => payment.fail('expired', LATER),
  'never left': (payment: Payment) => payment.fail('operator_unavailable', LATER),
  'lapses with us': (payment: Payment) => payment.expire(LATER),
  'is withdrawn': (payment: Payment) => payment.cancel(LATER),
} satisfies Record<string, (payment: Payment) => unknown>;
type Happening = keyof typeof HAPPENINGS;

/** From pending, each happening leads to a status and to an event that tells of it. */
const FROM_PENDING: Record<Happening, { status: Payment['status']; reason: PaymentFailure | null; asksOn: boolean }> = {
  'is paid': { status: 'settled', reason: null, asksOn: false },
  'has no funds': { status: 'failed', reason: 'insufficient_funds', asksOn: false },
  'is refused by the payer': { status: 'cancelled', reason: 'payer_refused', asksOn: false },
  'lapses at the operator': { status: 'expired', reason: 'expired', asksOn: true },
  'never left': { status: 'failed', reason: 'operator_unavailable', asksOn: true },
  'lapses with us': { status: 'expired', reason: 'expired', asksOn: true },
  'is withdrawn': { status: 'cancelled', reason: null, asksOn: true },
};
const ALL = Object.keys(HAPPENINGS) as Happening[];
const ENDS = ALL.filter((happening) => happening !== 'is paid');

describe('a payment', () => {
  it('begins as pending, under a reference of its own, and says so', () => {
    const payment = Payment.initiate(
      {
        tenant: TENANT,
        amount: Money.of('12.5', 'USD'),
        provider: 'mtn-momo',
        payerMsisdn: '+237671381152',
        description: '',
        metadata: { basket: 'b-881' },
        providerAmount: Money.of('7500', 'XAF'),
        exchangeRate: '600',
        lifetimeMinutes: 30,
      },
      NOW,
    );
    expect(payment.view).toMatchObject({
      ...TENANT,
      status: 'pending',
      amount: '12.50',
      providerAmount: '7500',
      providerCurrency: 'XAF',
      fee: '0.00',
      expiresAt: '2025-11-20T09:30:00.000Z',
      settledAt: null,
      failureReason: null,
    });
    expect(payment.providerReference).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    expect(payment.pullEvents()).toMatchObject([
      { type: 'payment.initiated', payload: { payment: { id: payment.id } } },
    ]);
    expect(payment.pullEvents()).toEqual([]);
  });

  it.each(ALL)('that is pending and %s', (happening) => {
    const payment = aPayment();
    HAPPENINGS[happening](payment);
    const { status, reason, asksOn } = FROM_PENDING[happening];
    expect(payment.view).toMatchObject({ status, failureReason: reason });
    expect(payment.nextCheckAt === null).toBe(!asksOn);
    expect(payment.closedAt).toEqual(LATER);
    expect(typesOf(payment.pullEvents())).toEqual([`payment.${status}`]);
  });

  it.each(ENDS)('that ended because it %s becomes settled all the same when it is paid after all', (end) => {
    const payment = aPayment();
    HAPPENINGS[end](payment);
    payment.pullEvents();
    expect(settle(payment)).toBe(true);
    expect(payment.view).toMatchObject({
      status: 'settled',
      fee: '375',
      failureReason: null,
      failureMessage: null,
      cancelledBy: null,
      operatorTransactionId: 'op-1',
    });
    expect(payment.pullEvents()).toMatchObject([{ type: 'payment.settled', payload: { late: true } }]);
  });

  it('that is paid in time is not late', () => {
    const payment = aPayment();
    settle(payment);
    expect(payment.pullEvents()).toMatchObject([{ payload: { late: false } }]);
  });

  describe.each(ALL)('that %s', (first) => {
    it.each(ALL.filter((second) => !(second === 'is paid' && first !== 'is paid')))(
      'then %s: nothing changes',
      (second) => {
        const payment = aPayment();
        HAPPENINGS[first](payment);
        payment.pullEvents();
        const before = payment.view;
        if (second === 'is withdrawn') expect(() => HAPPENINGS[second](payment)).toThrow(PaymentNotCancellable);
        else expect(HAPPENINGS[second](payment)).toBe(false);
        expect(payment.view).toEqual(before);
        expect(payment.pullEvents()).toEqual([]);
      },
    );
  });

  it('says who cancelled it', () => {
    const [withdrawn, refused] = [aPayment(), aPayment()];
    withdrawn.cancel(LATER);
    refused.fail('payer_refused', LATER);
    expect([withdrawn.cancelledBy, refused.cancelledBy]).toEqual(['organization', 'payer']);
  });

  it('is disputed once', () => {
    const payment = aPayment();
    settle(payment);
    payment.pullEvents();
    payment.dispute('Not received', null, LATER);
    expect(payment.pullEvents()).toMatchObject([
      { type: 'payment.disputed', payload: { reason: 'Not received', disputedAmount: null } },
    ]);
    payment.disputeOpened('0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a12', Money.of('10000', 'XAF'), LATER);
    expect([payment.disputeState, payment.pendingNet, payment.refundable.toNumber()]).toEqual(['open', '4625', 0]);
    payment.dispute('Not received', null, LATER);
    expect(payment.pullEvents()).toEqual([]);
  });

  it('is asked after until it ends, and after that as long as the operator may change its mind', () => {
    const payment = aPayment();
    payment.checked(LATER);
    expect(payment).toMatchObject({ lastCheckedAt: LATER, checks: 1, nextCheckAt: expect.any(Date) });
    payment.expire(LATER);
    payment.checked(LATER);
    expect(payment.nextCheckAt).toEqual(new Date('2025-11-21T09:05:00Z'));
    settle(payment);
    payment.checked(LATER);
    expect(payment.nextCheckAt).toBeNull();
  });
});

describe('the money of a payment', () => {
  it('is that of the contract’s example', () => {
    const payment = aPayment('15000');
    settle(payment);
    expect([payment.fee, payment.net.toDecimal(), payment.pendingNet]).toEqual(['375', '14625', '14625']);
    expect(payment.feeFor(Money.of('5000', 'XAF')).toDecimal()).toBe('125');
    expect(payment.feeFor(Money.of('15000', 'XAF')).toDecimal()).toBe('375');
  });

  it.each([
    ['20', '2.5', '1'],
    ['19', '2.5', '0'],
    ['1', '2.5', '0'],
    ['100', '0', '0'],
    ['100', '100', '100'],
  ])('%s at %s %%: the fee is %s, half up', (amount, percent, fee) => {
    const payment = aPayment(amount);
    settle(payment, percent);
    expect(payment.fee).toBe(fee);
  });

  it('cannot be refunded before it is there', () => {
    expect(aPayment().refundable.isZero()).toBe(true);
  });

  it('counts refunds under way against what can be refunded, and those that failed no more', () => {
    const payment = aPayment('15000');
    settle(payment);
    const [amount, fee] = [Money.of('5000', 'XAF'), Money.of('125', 'XAF')];
    payment.refundStarted(amount, fee, LATER);
    payment.refundStarted(amount, fee, LATER);
    expect(payment.refundable.toNumber()).toBe(5000);
    payment.refundCompleted(amount, LATER);
    payment.refundFailed(amount, fee, LATER);
    expect(payment.view).toMatchObject({ refundedAmount: '5000', refundingAmount: '0' });
    expect([payment.refundable.toNumber(), payment.feeReturned]).toEqual([10000, '125']);
  });

  const anyParts = fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 12 });
  /** Each of them worth less than its share of a fee can be told. */
  const tinyParts = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 30 });
  const parts = fc.oneof(anyParts, tinyParts);
  const percent = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => (hundredths / 100).toFixed(2));

  /** More would leave the merchant with money that is only there once the operator has sent the part back. */
  const expectFeeWithin = (part: Money, fee: Money): Money => {
    expect(fee.isNegative() || fee.greaterThan(part)).toBe(false);
    return fee;
  };

  it('comes back whole, fee and all, however it is split', () => {
    fc.assert(
      fc.property(parts, percent, fc.integer({ min: 1, max: 1_000_000 }), (pieces, feePercent, collected) => {
        const amount = pieces.reduce((sum, piece) => sum + piece, 0);
        const payment = aPayment(String(amount), String(collected));
        settle(payment, feePercent);
        let sentBack = 0n;
        for (const piece of pieces) {
          const part = Money.of(piece, 'XAF');
          const share = payment.providerShare(part);
          sentBack += share.minor;
          expect(share.isNegative()).toBe(false);
          payment.refundStarted(part, expectFeeWithin(part, payment.feeFor(part)), LATER);
          expect(BigInt(payment.feeReturned) <= BigInt(payment.fee)).toBe(true);
        }
        expect([payment.feeReturned, sentBack]).toEqual([payment.fee, BigInt(collected)]);
        expect(payment.refundable.isZero()).toBe(true);
      }),
    );
  });

  it('comes back whole also when refunds fail in between and are tried again', () => {
    fc.assert(
      fc.property(parts, percent, fc.infiniteStream(fc.boolean()), (pieces, feePercent, fails) => {
        const payment = aPayment(String(pieces.reduce((sum, piece) => sum + piece, 0)));
        settle(payment, feePercent);
        const waiting = [...pieces];
        for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
          const part = Money.of(piece, 'XAF');
          const fee = expectFeeWithin(part, payment.feeFor(part));
          payment.refundStarted(part, fee, LATER);
          if (fails.next().value && waiting.length > 0) {
            payment.refundFailed(part, fee, LATER);
            waiting.push(piece);
          } else {
            payment.refundCompleted(part, LATER);
          }
          if (waiting.length > 40) break;
        }
        expect(BigInt(payment.feeReturned) <= BigInt(payment.fee)).toBe(true);
        if (waiting.length === 0)
          expect([payment.feeReturned, payment.refundedAmount]).toEqual([payment.fee, payment.amount]);
      }),
    );
  });
});

const typesOf = (events: readonly DomainEvent[]): string[] => events.map(({ type }) => type);
