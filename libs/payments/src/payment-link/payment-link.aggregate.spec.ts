import { Money, uuidv7 } from '#kernel';
import { PaymentLink, type NewPaymentLink } from './payment-link.aggregate.js';

const xaf = (amount: number): Money => Money.of(amount, 'XAF');
const T0 = new Date('2025-11-20T09:15:00Z');
const END = new Date('2025-12-31T22:59:59.999Z');
const AFTER = new Date(END.getTime() + 1);

const created = (wish: Partial<NewPaymentLink> = {}, at = T0): PaymentLink =>
  PaymentLink.create(
    {
      tenant: { organizationId: uuidv7(), mode: 'live' },
      slug: 'pay_7Kx2mQ9tLwZ4',
      type: 'fixed',
      amount: xaf(15000),
      description: null,
      metadata: {},
      providers: ['mtn-momo'],
      redirectUrl: null,
      maxUses: 1,
      expiresAt: END,
      ...wish,
    },
    at,
  );
const reserve = (
  link: PaymentLink,
  amount = xaf(15000),
  provider: 'mtn-momo' | 'orange-money' = 'mtn-momo',
  at = T0,
): void => link.reserve({ amount, provider }, at);
const uses = ({ reservedUses, paidUses }: PaymentLink): number[] => [reservedUses, paidUses];

describe('a payment link', () => {
  it('asks for more than nothing, unless it is a donation', () => {
    for (const type of ['fixed', 'subscription'] as const) {
      expect(() => created({ type, amount: xaf(0) })).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
    expect(created({ type: 'donation', amount: xaf(0) }).amount).toBe('0');
    expect(() => created({ type: 'donation', amount: xaf(-1) })).toThrow();
  });

  it('cannot begin when it is over', () => {
    expect(() => created({}, AFTER)).toThrow(expect.objectContaining({ code: 'payment_link_expiry_past' }));
    expect(created({}, END).statusAt(END)).toBe('active');
  });

  it.each([
    ['active to the last instant', created(), END, 'active'],
    ['expired after it', created(), AFTER, 'expired'],
    ['active for ever without one', created({ expiresAt: null }), new Date('2100-01-01'), 'active'],
  ])('is %s', (_, link, at, status) => {
    expect(link.statusAt(at)).toBe(status);
  });

  it('is told by the first of cancelled, used and expired that holds', () => {
    const link = created();
    reserve(link);
    expect([link.statusAt(T0), link.statusAt(AFTER)]).toEqual(['used', 'used']);
    expect(() => link.cancel(T0)).toThrow(expect.objectContaining({ code: 'payment_link_not_cancellable' }));
    link.useEnded('reserved', false, T0);
    link.cancel(AFTER);
    expect(link.statusAt(AFTER)).toBe('cancelled');
    expect(() => link.cancel(AFTER)).toThrow(expect.objectContaining({ details: { status: 'cancelled' } }));
  });

  it('closes with its last use, and opens again when that is released', () => {
    const link = created({ maxUses: 2 });
    reserve(link);
    reserve(link);
    expect(() => reserve(link)).toThrow(expect.objectContaining({ details: { status: 'used', maxUses: 2 } }));
    expect(link.useEnded('reserved', false, T0)).toBe(true);
    expect([uses(link), link.statusAt(T0), link.statusAt(AFTER)]).toEqual([[1, 0], 'active', 'expired']);
  });

  it('takes no payment once it is over or withdrawn', () => {
    const late = (): void => reserve(created(), xaf(15000), 'mtn-momo', AFTER);
    expect(late).toThrow(expect.objectContaining({ kind: 'gone', details: { status: 'expired', maxUses: 1 } }));
    const link = created();
    link.cancel(T0);
    expect(() => reserve(link)).toThrow(expect.objectContaining({ details: { status: 'cancelled', maxUses: 1 } }));
  });

  it('is paid with its own amount, or with any when it names none, through its own operators', () => {
    for (const [amount, provider] of [
      [xaf(14999), 'mtn-momo'],
      [Money.of(15000, 'USD'), 'mtn-momo'],
      [xaf(15000), 'orange-money'],
    ] as const) {
      expect(() => reserve(created(), amount, provider)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
    }
    const donation = created({ type: 'donation', amount: xaf(0), providers: null, maxUses: null });
    reserve(donation, xaf(1));
    reserve(donation, xaf(500_000), 'orange-money');
    expect(uses(donation)).toEqual([2, 0]);
  });

  it('keeps a use that is paid, whatever is heard later', () => {
    const link = created();
    reserve(link);
    expect(link.useEnded('reserved', true, T0)).toBe(true);
    expect([link.useEnded('paid', true, T0), link.useEnded('paid', false, T0), uses(link)]).toEqual([
      false,
      false,
      [0, 1],
    ]);
  });

  it('takes a released use again when the money is confirmed after all, even above its maximum', () => {
    const link = created();
    reserve(link);
    link.useEnded('reserved', false, T0);
    expect(link.useEnded('released', false, T0)).toBe(false);
    reserve(link);
    expect(link.useEnded('released', true, T0)).toBe(true);
    expect([uses(link), link.statusAt(T0)]).toEqual([[1, 1], 'used']);
  });
});
