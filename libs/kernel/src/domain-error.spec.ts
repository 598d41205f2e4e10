import { DomainError, InvalidInput } from './domain-error.js';

class PaymentNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'payment_not_found';

  constructor() {
    super('Payment not found');
  }
}

describe('a DomainError', () => {
  it('is an Error with a name, a kind, a code and details', () => {
    const error = new PaymentNotFound();
    expect(error).toBeInstanceOf(Error);
    expect(error).toBeInstanceOf(DomainError);
    expect(String(error)).toBe('PaymentNotFound: Payment not found');
    expect({ kind: error.kind, code: error.code, details: error.details }).toEqual({
      kind: 'not_found',
      code: 'payment_not_found',
      details: null,
    });
  });
});

describe('InvalidInput', () => {
  it('lists what is wrong with each field', () => {
    const error = new InvalidInput({ amount: ['must be positive'] });
    expect(error).toMatchObject({
      kind: 'invalid',
      code: 'invalid_input',
      fields: { amount: ['must be positive'] },
      details: { fields: { amount: ['must be positive'] } },
    });
  });
});
