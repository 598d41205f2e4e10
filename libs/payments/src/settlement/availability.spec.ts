import { CAMEROON_HOLIDAYS } from '#kernel';
import { availableAt } from './availability.js';

describe('when money that was paid can be used', () => {
  it.each([
    ['Thursday', '2025-11-20T09:20:48Z', 1, '2025-11-21T05:00:00.000Z'],
    ['Friday', '2025-11-21T09:00:00Z', 1, '2025-11-24T05:00:00.000Z'],
    ['Saturday', '2025-11-22T09:00:00Z', 1, '2025-11-24T05:00:00.000Z'],
    ['Sunday', '2025-11-23T22:59:59Z', 1, '2025-11-24T05:00:00.000Z'],
    ['Monday, by the clocks of Douala', '2025-11-23T23:00:00Z', 1, '2025-11-25T05:00:00.000Z'],
    ['Friday, by the clocks of Douala', '2025-11-20T23:30:00Z', 1, '2025-11-24T05:00:00.000Z'],
    ['the day before a holiday', '2025-12-24T09:00:00Z', 1, '2025-12-26T05:00:00.000Z'],
    ['a holiday', '2025-12-25T09:00:00Z', 1, '2025-12-26T05:00:00.000Z'],
    ['before a holiday and a weekend', '2026-04-30T09:00:00Z', 1, '2026-05-04T05:00:00.000Z'],
    ['Thursday, three days later', '2025-11-20T09:00:00Z', 3, '2025-11-25T05:00:00.000Z'],
    ['Thursday, without delay', '2025-11-20T09:00:00Z', 0, '2025-11-20T05:00:00.000Z'],
    ['Saturday, without delay', '2025-11-22T09:00:00Z', 0, '2025-11-24T05:00:00.000Z'],
  ])('paid on %s', (_, paidAt, delayDays, usableAt) => {
    expect(availableAt(new Date(paidAt), delayDays, CAMEROON_HOLIDAYS).toISOString()).toBe(usableAt);
  });
});
