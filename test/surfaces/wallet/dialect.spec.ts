import { InvalidInput } from '#kernel';
import { Contract, type RequestProblem } from '#platform';
import { walletDoor } from '#surfaces/wallet';
import { KINDS, SampleError } from '../../support/dialect.js';

const { word } = walletDoor.dialect;
const contract = Contract.of('wallet');
const problem = (reason: RequestProblem) => word({ by: 'door', problem: reason }, 'req_1');
const error = (raised: SampleError | InvalidInput) => word({ by: 'core', error: raised }, 'req_1');
const { errorCodes } = contract.document['x-business-rules'] as { errorCodes: { code: string; status: number }[] };
const statuses = new Map(errorCodes.map(({ code, status }) => [code, status]));
const NOT_E164 = 'must be a number in E.164 such as +2348012345678';

/** A body of the contract, whose code has the status that the contract gives it. */
function expectWorded({ status, body }: ReturnType<typeof word>, code: string): void {
  expect(contract.validateSchema('Error', body)).toEqual([]);
  expect(body).toMatchObject({ statusCode: status, errorCode: code, requestId: 'req_1' });
  expect(status).toBe(statuses.get(code));
}

describe('wallet: how a refusal is worded', () => {
  it.each(KINDS)('an error of kind %s, though nobody has heard of it', (kind) => {
    const worded = error(new SampleError(kind));
    expectWorded(worded, (worded.body as { errorCode: string }).errorCode);
    expect(worded.body).toMatchObject({ details: null });
  });

  it.each([
    ['token_missing', 'unauthenticated', 'UNAUTHORIZED'],
    ['account_suspended', 'forbidden', 'FORBIDDEN'],
    ['insufficient_balance', 'declined', 'INSUFFICIENT_FUNDS'],
    ['refund_exceeds_payment', 'declined', 'UNPROCESSABLE_ENTITY'],
    ['idempotency_in_progress', 'conflict', 'CONFLICT'],
    ['idempotency_mismatch', 'invalid', 'CONFLICT'],
    ['invalid_msisdn', 'invalid', 'UNPROCESSABLE_ENTITY'],
    ['provider_unavailable', 'unavailable', 'INTERNAL_SERVER_ERROR'],
  ] as const)('%s by the code of the contract', (code, kind, expected) => {
    expectWorded(error(new SampleError(kind, code)), expected);
  });

  it('whatever is 5xx with nothing but the request id', () => {
    for (const worded of [word({ by: 'fault' }, 'req_1'), error(new SampleError('unavailable'))]) {
      expectWorded(worded, 'INTERNAL_SERVER_ERROR');
      expect(worded.body).toMatchObject({ message: 'Unexpected server error', details: null });
    }
  });

  it('what the door itself refuses', () => {
    expectWorded(problem({ problem: 'unknown_route' }), 'NOT_FOUND');
    expectWorded(problem({ problem: 'malformed_json' }), 'INVALID_REQUEST');
    expectWorded(problem({ problem: 'too_large' }), 'INVALID_REQUEST');
    const notAllowed = problem({ problem: 'method_not_allowed', allowed: ['GET', 'PUT'] });
    expectWorded(notAllowed, 'NOT_FOUND');
    expect(notAllowed.headers).toEqual({ allow: 'GET, PUT' });
  });

  it('a limit with a body of its own', () => {
    const limited = problem({ problem: 'rate_limited', retryAfterSeconds: 60, resetAt: 1_762_770_960 });
    expect(limited).toEqual({
      status: 429,
      headers: { 'retry-after': '60' },
      body: {
        statusCode: 429,
        errorCode: 'RATE_LIMITED',
        message: 'Too many requests. Please try again later.',
        retryAfter: 60,
        resetAt: '2025-11-10T10:36:00.000Z',
      },
    });
    expect(contract.validateSchema('RateLimitError', limited.body)).toEqual([]);
  });

  it('the first field that is wrong, by name', () => {
    const details = { field: 'amount', message: 'amount must be above 0' };
    const worded = error(new InvalidInput({ amount: ['must be above 0'], currency: ['is odd'] }));
    expectWorded(worded, 'INVALID_REQUEST');
    expect(worded.body).toMatchObject({ details });
  });

  it('a phone number outside E.164 as 422, unless the shape of something else is wrong', () => {
    const phone = { field: 'phoneNumber', message: NOT_E164 };
    const worded = problem({ problem: 'invalid', issues: [phone] });
    expectWorded(worded, 'UNPROCESSABLE_ENTITY');
    expect(worded.body).toMatchObject({ details: { field: 'phoneNumber' } });
    const both = problem({ problem: 'invalid', issues: [phone, { field: 'email', message: 'is required' }] });
    expectWorded(both, 'INVALID_REQUEST');
    expect(both.body).toMatchObject({ details: { field: 'email' } });
  });
});
