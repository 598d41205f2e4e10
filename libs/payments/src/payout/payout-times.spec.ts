import { CAMEROON_HOLIDAYS } from '#kernel';
import { payoutTimes } from './payout-times.js';

const times = (
  requestedAt: string,
  destination: 'mobile-money' | 'bank-account',
  mode: 'live' | 'sandbox' = 'live',
) => {
  const { handOverAt, estimatedArrival } = payoutTimes(new Date(requestedAt), mode, destination, CAMEROON_HOLIDAYS);
  return [handOverAt.toISOString(), estimatedArrival.toISOString()];
};

describe('when a payout goes out and arrives', () => {
  it.each([
    [
      'at once',
      '2025-11-20T10:30:00.000Z',
      '2025-11-20T10:30:00.000Z',
      '2025-11-20T17:00:00.000Z',
      '2025-11-24T17:00:00.000Z',
    ],
    [
      'just before the cut-off',
      '2025-11-20T13:59:59.999Z',
      '2025-11-20T13:59:59.999Z',
      '2025-11-20T17:00:00.000Z',
      '2025-11-24T17:00:00.000Z',
    ],
    [
      'at the cut-off',
      '2025-11-20T14:00:00.000Z',
      '2025-11-21T07:00:00.000Z',
      '2025-11-21T17:00:00.000Z',
      '2025-11-25T17:00:00.000Z',
    ],
    [
      'in the night',
      '2025-11-20T23:30:00.000Z',
      '2025-11-20T23:30:00.000Z',
      '2025-11-21T17:00:00.000Z',
      '2025-11-25T17:00:00.000Z',
    ],
    [
      'on Friday evening',
      '2025-11-21T18:00:00.000Z',
      '2025-11-24T07:00:00.000Z',
      '2025-11-24T17:00:00.000Z',
      '2025-11-26T17:00:00.000Z',
    ],
    [
      'on Sunday',
      '2025-11-23T09:00:00.000Z',
      '2025-11-24T07:00:00.000Z',
      '2025-11-24T17:00:00.000Z',
      '2025-11-26T17:00:00.000Z',
    ],
    [
      'on a holiday',
      '2025-12-25T09:00:00.000Z',
      '2025-12-26T07:00:00.000Z',
      '2025-12-26T17:00:00.000Z',
      '2025-12-30T17:00:00.000Z',
    ],
  ])('requested %s', (_, requestedAt, handOver, byMobileMoney, byBank) => {
    expect(times(requestedAt, 'mobile-money')).toEqual([handOver, byMobileMoney]);
    expect(times(requestedAt, 'bank-account')).toEqual([handOver, byBank]);
  });

  it('sandbox: goes out at once and is reckoned alike', () => {
    expect(times('2025-11-22T09:00:00.000Z', 'mobile-money', 'sandbox')).toEqual([
      '2025-11-22T09:00:00.000Z',
      '2025-11-24T17:00:00.000Z',
    ]);
  });
});
