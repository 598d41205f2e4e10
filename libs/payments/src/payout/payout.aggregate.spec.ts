import { Money, type DomainEvent } from '#kernel';
import { Payout } from './payout.aggregate.js';

const NOW = new Date('2025-11-20T18:00:00Z');
const MORNING = new Date('2025-11-21T07:00:00Z');
const LATER = new Date('2025-11-21T07:05:00Z');

function aPayout(): Payout {
  const payout = Payout.request(
    {
      tenant: { organizationId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11', mode: 'live' },
      amount: Money.of('50000', 'XAF'),
      description: 'November',
      destination: {
        type: 'mobile-money',
        label: 'MTN Mobile Money +237 6•• •• •• 52',
        msisdn: '+237671381152',
        bankAccountId: null,
        provider: 'mtn-momo',
      },
      times: { handOverAt: MORNING, estimatedArrival: new Date('2025-11-21T17:00:00Z') },
    },
    NOW,
  );
  return payout;
}

const HAPPENINGS = {
  'is handed over': (payout: Payout) => payout.process(LATER),
  completes: (payout: Payout) => payout.complete('op-1', LATER),
  fails: (payout: Payout) => payout.fail('operator_refused', 'PAYEE_NOT_FOUND', LATER),
} satisfies Record<string, (payout: Payout) => boolean>;
type Happening = keyof typeof HAPPENINGS;
type End = readonly [status: Payout['status'], events: readonly string[]];

const START: Record<string, readonly Happening[]> = {
  pending: [],
  processing: ['is handed over'],
  completed: ['completes'],
  failed: ['fails'],
};
const TABLE: Record<string, Record<Happening, End>> = {
  pending: {
    'is handed over': ['processing', []],
    completes: ['completed', ['payout.completed']],
    fails: ['failed', ['payout.failed']],
  },
  processing: {
    'is handed over': ['processing', []],
    completes: ['completed', ['payout.completed']],
    fails: ['failed', ['payout.failed']],
  },
  completed: { 'is handed over': ['completed', []], completes: ['completed', []], fails: ['completed', []] },
  failed: { 'is handed over': ['failed', []], completes: ['failed', []], fails: ['failed', []] },
};

const typesOf = (events: readonly DomainEvent[]): string[] => events.map(({ type }) => type);

describe('a payout', () => {
  it('begins as pending, is due at its hand-over, and says so', () => {
    const payout = aPayout();
    expect(payout.view).toMatchObject({ status: 'pending', amount: '50000', handOverAt: MORNING.toISOString() });
    expect(payout.nextCheckAt).toEqual(MORNING);
    expect(typesOf(payout.pullEvents())).toEqual(['payout.requested']);
  });

  const cases = Object.entries(TABLE).flatMap(([status, ends]) =>
    Object.entries(ends).map(([happening, [end, events]]) => [status, happening, end, events] as const),
  );
  it.each(cases)('that is %s and %s: %s', (status, happening, end, events) => {
    const payout = aPayout();
    for (const step of START[status] ?? []) HAPPENINGS[step](payout);
    payout.pullEvents();
    const before = payout.view;
    expect(HAPPENINGS[happening as Happening](payout)).toBe(status !== end);
    expect(payout.status).toBe(end);
    expect(typesOf(payout.pullEvents())).toEqual(events);
    if (status === end) expect(payout.view).toEqual(before);
  });

  it('keeps what the operator said', () => {
    const [completed, failed] = [aPayout(), aPayout()];
    completed.complete('op-1', LATER);
    failed.fail('operator_refused', 'PAYEE_NOT_FOUND', LATER);
    expect(completed.view).toMatchObject({ operatorTransactionId: 'op-1', completedAt: LATER.toISOString() });
    expect(failed.view).toMatchObject({
      failureReason: 'operator_refused',
      failureMessage: 'PAYEE_NOT_FOUND',
      completedAt: null,
    });
  });

  it('is asked after while it is open', () => {
    const payout = aPayout();
    payout.checked(LATER);
    expect(payout).toMatchObject({ lastCheckedAt: LATER, checks: 1, nextCheckAt: expect.any(Date) });
    payout.complete(null, LATER);
    payout.checked(LATER);
    expect(payout.nextCheckAt).toBeNull();
  });
});
