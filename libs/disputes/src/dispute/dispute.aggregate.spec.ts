import { Money, uuidv7 } from '#kernel';
import { Dispute, type NewDispute } from './dispute.aggregate.js';

const xaf = (amount: number): Money => Money.of(amount, 'XAF');
const T0 = new Date('2025-11-25T10:00:00Z');
const DUE = new Date('2025-12-05T22:59:59.999Z');
const AFTER = new Date(DUE.getTime() + 1);

const opened = (wish: Partial<NewDispute> = {}, at = T0): Dispute =>
  Dispute.open(
    {
      tenant: { organizationId: uuidv7(), mode: 'live' },
      paymentId: uuidv7(),
      amount: xaf(15000),
      reason: 'The order never came',
      provider: 'mtn-momo',
      providerReference: null,
      fromOwnPending: xaf(14000),
      ...wish,
    },
    at,
  );
const decided = (outcome: 'won' | 'lost') => {
  const dispute = opened();
  dispute.resolve({ outcome, by: 'staff', note: null }, T0);
  return dispute;
};
const closure = (work: () => void): unknown => {
  try {
    work();
  } catch (error) {
    return (error as { details?: { closure?: unknown } }).details?.closure;
  }
  return null;
};

describe('a dispute', () => {
  it.each([
    ['2025-11-25T10:00:00Z', '2025-12-05T22:59:59.999Z'],
    ['2025-11-25T22:59:59Z', '2025-12-05T22:59:59.999Z'],
    ['2025-11-25T23:00:00Z', '2025-12-06T22:59:59.999Z'],
    ['2025-12-28T12:00:00Z', '2026-01-07T22:59:59.999Z'],
  ])('opened at %s takes evidence until %s, the end of the tenth day in Douala', (at, due) => {
    expect(opened({}, new Date(at)).view.evidenceDueBy).toBe(due);
  });

  it('always says why, in at most 500 characters', () => {
    expect(opened({ reason: ' '.repeat(3) }).reason).toBe('The payer contests the charge');
    expect(opened({ reason: 'x'.repeat(600) }).reason).toHaveLength(500);
    const picture = `x${'🚚'.repeat(499)}`;
    expect(opened({ reason: `${picture}🚚` }).reason).toBe(picture);
  });

  it('takes evidence to the last instant of its deadline, and not after', () => {
    const dispute = opened();
    expect(closure(() => dispute.answer(AFTER))).toBe('deadline_passed');
    expect([dispute.status, dispute.submissions]).toEqual(['open', 0]);
    dispute.answer(DUE);
    expect([dispute.status, dispute.submissionsLeft]).toEqual(['under_review', 4]);
  });

  it('takes evidence five times', () => {
    const dispute = opened();
    for (let turn = 0; turn < 5; turn += 1) dispute.answer(T0);
    expect(dispute.submissionsLeft).toBe(0);
    expect(closure(() => dispute.answer(T0))).toBe('submissions_used_up');
  });

  it('is unanswered once its deadline went by without evidence', () => {
    const [silent, answered] = [opened(), opened()];
    answered.answer(T0);
    expect(silent.isUnanswered(DUE)).toBe(false);
    expect(silent.isUnanswered(AFTER)).toBe(true);
    expect(answered.isUnanswered(AFTER)).toBe(false);
    expect(decided('won').isUnanswered(AFTER)).toBe(false);
  });

  it.each(['won', 'lost'] as const)('that was %s stays so, and takes no evidence', (outcome) => {
    const dispute = decided(outcome);
    for (const other of ['won', 'lost'] as const) {
      expect(closure(() => dispute.resolve({ outcome: other, by: 'deadline', note: null }, AFTER))).toBe('decided');
    }
    expect(closure(() => dispute.answer(T0))).toBe('decided');
    expect(dispute.view).toMatchObject({ status: outcome, resolvedBy: 'staff', resolvedAt: T0.toISOString() });
    expect(dispute.submissionsLeft).toBe(0);
  });
});
