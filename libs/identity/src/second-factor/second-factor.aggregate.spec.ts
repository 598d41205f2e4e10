import { SecondFactor } from './second-factor.aggregate.js';

const ENROLLED = new Date('2025-11-20T08:00:00.000Z');
const minutesLater = (minutes: number): Date => new Date(ENROLLED.getTime() + minutes * 60_000);

const enrolled = (): SecondFactor =>
  Object.assign(new SecondFactor(), {
    userId: 'a-user',
    sealedSecret: Buffer.alloc(0),
    enrolledAt: ENROLLED,
    confirmedAt: null,
    lastUsedStep: null,
  });

describe('a second factor', () => {
  it('waits a quarter of an hour for its confirmation', () => {
    const factor = enrolled();
    expect(factor.isEnabled).toBe(false);
    expect(factor.isPending(minutesLater(14))).toBe(true);
    expect(factor.isPending(minutesLater(15))).toBe(false);
  });

  it('is on once confirmed, and not pending any more', () => {
    const factor = enrolled();
    factor.confirm(minutesLater(1));
    expect(factor.isEnabled).toBe(true);
    expect(factor.isPending(minutesLater(2))).toBe(false);
  });

  it('takes each step once and none before the last', () => {
    const factor = enrolled();
    expect(factor.takeStep(58_000_001)).toBe(true);
    expect(factor.takeStep(58_000_001)).toBe(false);
    expect(factor.takeStep(58_000_000)).toBe(false);
    expect(factor.takeStep(58_000_002)).toBe(true);
  });
});
