import { Money } from '#kernel';
import type { PaymentView } from '../payment/payment-view.js';
import { RefundNotRetryable } from './refund.errors.js';
import { Refund, type RefundSources } from './refund.aggregate.js';

const NOW = new Date('2025-11-20T09:00:00Z');
const LATER = new Date('2025-11-20T09:05:00Z');
const xaf = (amount: string): Money => Money.of(amount, 'XAF');
const sources = (ownPending: string, available = '0', otherPending = '0'): RefundSources => ({
  ownPending: xaf(ownPending),
  available: xaf(available),
  otherPending: xaf(otherPending),
});

function aRefund(): Refund {
  return Refund.request(
    {
      tenant: { organizationId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11', mode: 'live' },
      paymentId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a12',
      amount: xaf('5000'),
      feeReturned: xaf('125'),
      providerAmount: xaf('5000'),
      provider: 'mtn-momo',
      description: null,
      reason: 'Stock',
      sources: sources('4000', '800', '75'),
    },
    NOW,
  );
}

const HAPPENINGS = {
  'is taken by the operator': (refund: Refund) => refund.process(LATER),
  completes: (refund: Refund) => refund.complete(LATER),
  fails: (refund: Refund) => refund.fail('operator_refused', 'INTERNAL_PROCESSING_ERROR', LATER),
  'is called off by the operator': (refund: Refund) =>
    refund.fail('cancelled_by_operator', 'TRANSACTION_CANCELED', LATER),
  'is tried again': (refund: Refund) => refund.retry(xaf('124'), sources('0', '4876'), LATER),
} satisfies Record<string, (refund: Refund) => unknown>;
type Happening = keyof typeof HAPPENINGS;

const START: Record<Refund['status'], readonly Happening[]> = {
  pending: [],
  processing: ['is taken by the operator'],
  completed: ['completes'],
  failed: ['fails'],
  cancelled: ['is called off by the operator'],
};

/** Where each happening leads from each status; `refused` throws, the same status is no news. */
const TABLE: Record<Refund['status'], Record<Happening, Refund['status'] | 'refused'>> = {
  pending: row('processing', 'completed', 'failed', 'cancelled', 'refused'),
  processing: row('processing', 'completed', 'failed', 'cancelled', 'refused'),
  completed: row('completed', 'completed', 'completed', 'completed', 'refused'),
  failed: row('failed', 'failed', 'failed', 'failed', 'pending'),
  cancelled: row('cancelled', 'cancelled', 'cancelled', 'cancelled', 'pending'),
};

function row(...ends: (Refund['status'] | 'refused')[]): Record<Happening, Refund['status'] | 'refused'> {
  const happenings = Object.keys(HAPPENINGS) as Happening[];
  return Object.fromEntries(happenings.map((happening, index) => [happening, ends[index]])) as never;
}

describe('a refund', () => {
  it('begins as pending, is due at the operator at once, and knows where its money was taken', () => {
    const refund = aRefund();
    expect(refund).toMatchObject({ status: 'pending', attempt: 1, nextCheckAt: NOW, checks: 0 });
    expect(refund.cost.toDecimal()).toBe('4875');
    expect(refund.sources).toEqual(sources('4000', '800', '75'));
    expect(refund.providerReference).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  const cases = Object.entries(TABLE).flatMap(([status, ends]) =>
    Object.entries(ends).map(([happening, end]) => [status, happening, end] as const),
  );
  it.each(cases)('that is %s and %s: %s', (status, happening, end) => {
    const refund = aRefund();
    for (const step of START[status as Refund['status']]) HAPPENINGS[step](refund);
    const happen = (): unknown => HAPPENINGS[happening as Happening](refund);
    if (end === 'refused') {
      expect(happen).toThrow(RefundNotRetryable);
      expect(refund.status).toBe(status);
    } else {
      const news = happen();
      expect(refund.status).toBe(end);
      expect(news).toBe(happening === 'is tried again' ? undefined : end !== status);
    }
  });

  it('says why it failed', () => {
    const refund = aRefund();
    expect(refund.fail('operator_refused', 'INTERNAL_PROCESSING_ERROR', LATER)).toBe(true);
    expect(refund.view).toMatchObject({
      failureReason: 'operator_refused',
      failureMessage: 'INTERNAL_PROCESSING_ERROR',
    });
    expect(refund.nextCheckAt).toBeNull();
  });

  it('is tried again under another reference, with the money that is held now and nothing of the old failure', () => {
    const refund = aRefund();
    const first = refund.providerReference;
    refund.fail('operator_refused', 'INTERNAL_PROCESSING_ERROR', LATER);
    refund.retry(xaf('124'), sources('0', '4876'), LATER);
    expect(refund).toMatchObject({ attempt: 2, feeReturned: '124', failureReason: null, failureMessage: null });
    expect(refund.nextCheckAt).toEqual(LATER);
    expect(refund.providerReference).not.toBe(first);
    expect([refund.cost.toDecimal(), refund.sources]).toEqual(['4876', sources('0', '4876')]);
  });

  it('is asked after while it is open', () => {
    const refund = aRefund();
    refund.checked(LATER);
    expect(refund).toMatchObject({ lastCheckedAt: LATER, checks: 1, nextCheckAt: expect.any(Date) });
    refund.complete(LATER);
    refund.checked(LATER);
    expect([refund.nextCheckAt, refund.view.completedAt]).toEqual([null, LATER.toISOString()]);
  });

  it('tells of itself and its payment as they stand', () => {
    const refund = aRefund();
    refund.tell('refund.requested', { id: refund.paymentId } as PaymentView, NOW);
    expect(refund.pullEvents()).toMatchObject([
      {
        type: 'refund.requested',
        subjectId: refund.id,
        payload: { refund: { status: 'pending' }, payment: { id: refund.paymentId } },
      },
    ]);
    expect(refund.pullEvents()).toEqual([]);
  });
});
