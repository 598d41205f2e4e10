import { dueDay } from './payment-term.js';

describe('a payment term', () => {
  it.each([
    ['due on receipt', '2025-11-20'],
    ['Due-On_Receipt', '2025-11-20'],
    ['IMMEDIATE', '2025-11-20'],
    ['net 0', '2025-11-20'],
    ['net-30', '2025-12-20'],
    ['NET_15', '2025-12-05'],
    ['net45', '2026-01-04'],
    ['60', '2026-01-19'],
    ['7 days', '2025-11-27'],
    ['7days', '2025-11-27'],
    ['net 365', '2026-11-20'],
    ['end of month', '2025-11-30'],
    ['EOM', '2025-11-30'],
  ])('%s is due on %s', (term, due) => {
    expect(dueDay(term, '2025-11-20')).toBe(due);
  });

  it('knows how long months are', () => {
    expect(['2028-02-01', '2027-02-28', '2027-12-31'].map((date) => dueDay('eom', date))).toEqual([
      '2028-02-29',
      '2027-02-28',
      '2027-12-31',
    ]);
  });

  it.each(['net 366', '999', 'net', 'soon', '', '-1', '30 weeks', 'net 30 net'])('is not %j', (term) => {
    expect(() => dueDay(term, '2025-11-20')).toThrow(
      expect.objectContaining({ fields: { paymentTerm: [expect.any(String)] } }),
    );
  });
});
