import { InvalidInput } from '#kernel';
import { Contract, type RequestProblem } from '#platform';
import { merchantDoor } from '#surfaces/merchant';
import { KINDS, SampleError } from '../../support/dialect.js';

const { word } = merchantDoor.dialect;
const contract = Contract.of('merchant');
const problem = (reason: RequestProblem) => word({ by: 'door', problem: reason }, 'req_1');
const error = (raised: SampleError | InvalidInput) => word({ by: 'core', error: raised }, 'req_1');
const catalogue = new Map(
  (contract.document['x-error-catalogue'] as { code: string; status: number }[]).map(({ code, status }) => [
    code,
    status,
  ]),
);

/** A body of the contract, whose code has the status that the catalogue gives it. */
function expectWorded({ status, body }: ReturnType<typeof word>, code: string): void {
  expect(contract.validateSchema('ErrorResponse', body)).toEqual([]);
  expect(body).toMatchObject({ meta: { code, requestId: 'req_1' } });
  expect(status).toBe(catalogue.get(code));
}

describe('merchant: how a refusal is worded', () => {
  it.each(KINDS)('an error of kind %s, though nobody has heard of it', (kind) => {
    const worded = error(new SampleError(kind));
    expectWorded(worded, (worded.body as { meta: { code: string } }).meta.code);
    expect(JSON.stringify(worded.body)).not.toContain('internal');
  });

  it.each([
    ['token_missing', 'unauthenticated', 'UNAUTHENTICATED'],
    ['token_invalid', 'unauthenticated', 'INVALID_TOKEN'],
    ['token_expired', 'unauthenticated', 'TOKEN_EXPIRED'],
    ['token_revoked', 'unauthenticated', 'TOKEN_REVOKED'],
    ['account_suspended', 'forbidden', 'FORBIDDEN'],
    ['payment_not_found', 'not_found', 'PAYMENT_NOT_FOUND'],
    ['payment_not_refundable', 'conflict', 'PAYMENT_NOT_REFUNDABLE'],
    ['idempotency_mismatch', 'invalid', 'IDEMPOTENCY_KEY_REUSED'],
    ['refund_exceeds_payment', 'declined', 'REFUND_EXCEEDS_PAYMENT'],
    ['provider_unavailable', 'unavailable', 'PROVIDER_UNAVAILABLE'],
    ['database_unavailable', 'unavailable', 'INTERNAL_ERROR'],
  ] as const)('%s by the code of the catalogue', (code, kind, expected) => {
    expectWorded(error(new SampleError(kind, code)), expected);
  });

  it('a fault, and whatever else is 5xx, with nothing but the request id', () => {
    const bodies = [
      word({ by: 'fault' }, 'req_1').body,
      ...(['conflict', 'unavailable'] as const).map((kind) => error(new SampleError(kind)).body),
    ];
    for (const body of bodies) {
      expect(body).toEqual({
        success: false,
        error: expect.any(String),
        meta: { code: expect.any(String), requestId: 'req_1' },
      });
      expect(JSON.stringify(body)).not.toContain('What the core says');
    }
  });

  it('what the door itself refuses', () => {
    expectWorded(problem({ problem: 'unknown_route' }), 'NOT_FOUND');
    expectWorded(problem({ problem: 'malformed_json' }), 'INVALID_JSON');
    expectWorded(problem({ problem: 'too_large' }), 'VALIDATION_ERROR');
    const notAllowed = problem({ problem: 'method_not_allowed', allowed: ['GET', 'PATCH'] });
    expectWorded(notAllowed, 'METHOD_NOT_ALLOWED');
    expect(notAllowed.headers).toEqual({ allow: 'GET, PATCH' });
    const limited = problem({ problem: 'rate_limited', retryAfterSeconds: 42, resetAt: 1_763_630_411 });
    expectWorded(limited, 'RATE_LIMITED');
    expect(limited).toMatchObject({
      headers: { 'retry-after': '42' },
      body: { meta: { details: { retryAfterSeconds: 42 } } },
    });
  });

  it('every field that is wrong, and in the sentence the only one', () => {
    const amount = { field: 'amount', message: 'is required' };
    const one = problem({ problem: 'invalid', issues: [amount] });
    expectWorded(one, 'VALIDATION_ERROR');
    expect(one.body).toMatchObject({
      error: 'amount is required',
      meta: { details: { fields: [{ path: 'amount', message: 'is required' }] } },
    });
    const two = error(new InvalidInput({ name: ['is taken', 'is odd'] }));
    expectWorded(two, 'VALIDATION_ERROR');
    expect(two.body).toMatchObject({
      error: 'The request is not valid',
      meta: {
        details: {
          fields: [
            { path: 'name', message: 'is taken' },
            { path: 'name', message: 'is odd' },
          ],
        },
      },
    });
    const decimals = error(new SampleError('invalid', 'invalid_amount', { currency: 'MGA', scale: 2 }));
    expectWorded(decimals, 'VALIDATION_ERROR');
    expect(decimals.body).toMatchObject({ meta: { details: { fields: [{ path: 'amount' }] } } });
  });
});
