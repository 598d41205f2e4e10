import { readMtnMomoCallback } from './mtn-momo.callback.js';

describe('the references in a callback', () => {
  it('are found in every field that may carry one, once each', () => {
    expect(
      readMtnMomoCallback({
        financialTransactionId: '1839204456',
        externalId: 'PAY-00042',
        referenceId: '5b1c2a7e-8f0d-4c64-9d0b-0f2f7a5e3c11',
        transactionId: '1839204456',
        reference: 'PAY-00042',
        amount: '2500',
        status: 'SUCCESSFUL',
      }),
    ).toEqual(['PAY-00042', '1839204456', '5b1c2a7e-8f0d-4c64-9d0b-0f2f7a5e3c11']);
  });

  it.each<[string, unknown]>([
    ['a number', 42],
    ['nothing', ''],
    ['an object', { $ne: null }],
    ['a list', ['PAY-00042']],
    ['null', null],
    ['a byte that PostgreSQL refuses', 'PAY\u0000'],
    ['a blank', 'PAY 42'],
    ['far too long', 'x'.repeat(129)],
  ])('are not looked for in %s', (_, reference) => {
    expect(readMtnMomoCallback({ reference })).toEqual([]);
  });

  it('are not read from a prototype', () => {
    expect(readMtnMomoCallback(Object.create({ reference: 'PAY-00042' }) as Record<string, unknown>)).toEqual([]);
  });
});
