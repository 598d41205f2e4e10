import { Onboarding } from './onboarding.aggregate.js';
import { ONBOARDING_STEPS } from './onboarding-view.js';

const NOW = new Date('2025-11-20T08:00:00Z');
const LATER = new Date('2025-11-21T08:00:00Z');
const STAFF = '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11';

function begun(): Onboarding {
  const nothing = { stakeholderAt: null, businessAt: null, paymentAt: null, documentAt: null };
  const undecided = { submittedAt: null, decidedAt: null, decidedBy: null, rejectionReason: null };
  return Object.assign(new Onboarding(), { status: 'not_submitted', revision: 0, ...nothing, ...undecided });
}

function applied(): Onboarding {
  const onboarding = begun();
  for (const step of ONBOARDING_STEPS) onboarding.take(step, NOW);
  return onboarding;
}

const seen = ({ revision }: Onboarding) => ({ revision, actorId: STAFF });

describe('an onboarding', () => {
  it('comes under review with the last missing step, in whatever order they come', () => {
    for (const first of ONBOARDING_STEPS) {
      const onboarding = begun();
      const others = ONBOARDING_STEPS.filter((step) => step !== first).reverse();
      for (const step of others) {
        onboarding.take(step, NOW);
        onboarding.take(step, NOW);
        expect([onboarding.status, onboarding.submittedAt]).toEqual(['not_submitted', null]);
      }
      onboarding.take(first, LATER);
      expect(onboarding).toMatchObject({ status: 'under_review', submittedAt: LATER, revision: 7 });
      expect(onboarding.progress.completedSteps).toEqual(ONBOARDING_STEPS);
    }
  });

  it('keeps its place under review when a step is taken again', () => {
    const onboarding = applied();
    onboarding.take('document', LATER);
    expect(onboarding).toMatchObject({ status: 'under_review', submittedAt: NOW, documentAt: LATER, revision: 5 });
  });

  it('is approved for good', () => {
    const onboarding = applied();
    onboarding.approve(seen(onboarding), LATER);
    expect(onboarding).toMatchObject({ status: 'approved', decidedAt: LATER, decidedBy: STAFF, rejectionReason: null });
    expect(() => onboarding.take('stakeholder', LATER)).toThrow(/approved/);
    expect(() => onboarding.reject(seen(onboarding), 'No', LATER)).toThrow(/does not wait/);
    expect(onboarding.settle(LATER)).toBe(false);
  });

  it('is rejected with a reason, and comes back with any step', () => {
    const onboarding = applied();
    onboarding.reject(seen(onboarding), 'Unreadable', LATER);
    expect(onboarding.progress).toMatchObject({ status: 'rejected', rejectionReason: 'Unreadable' });
    expect(() => onboarding.approve(seen(onboarding), LATER)).toThrow(/does not wait/);
    onboarding.take('payment', LATER);
    expect(onboarding).toMatchObject({
      status: 'under_review',
      submittedAt: LATER,
      decidedAt: null,
      decidedBy: null,
      rejectionReason: null,
    });
  });

  it('is not decided on what was changed since it was seen', () => {
    const onboarding = applied();
    const stale = seen(onboarding);
    onboarding.take('document', LATER);
    expect(() => onboarding.approve(stale, LATER)).toThrow(/changed meanwhile/);
    expect(() => onboarding.reject(stale, 'No', LATER)).toThrow(/changed meanwhile/);
    expect(onboarding.status).toBe('under_review');
  });

  it('is not decided before it is whole', () => {
    const onboarding = begun();
    onboarding.take('stakeholder', NOW);
    expect(() => onboarding.approve(seen(onboarding), LATER)).toThrow(/does not wait/);
  });

  it.each([begun, applied])('is settled, whole or not, when the organisation was let live by other means', (make) => {
    const onboarding = make();
    expect(onboarding.settle(LATER)).toBe(true);
    expect(onboarding).toMatchObject({ status: 'approved', decidedAt: LATER, decidedBy: null });
  });
});
