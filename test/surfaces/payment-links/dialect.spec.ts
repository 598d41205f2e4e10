import { InvalidInput } from '#kernel';
import { Contract, type RequestProblem } from '#platform';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { KINDS, SampleError } from '../../support/dialect.js';

const { word } = paymentLinksDoor.dialect;
const contract = Contract.of('payment-links');
const problem = (reason: RequestProblem) => word({ by: 'door', problem: reason }, 'req_1');
const error = (raised: SampleError | InvalidInput) => word({ by: 'core', error: raised }, 'req_1');
const issue = (field: string, message: string) => problem({ problem: 'invalid', issues: [{ field, message }] });

const SCHEMAS: Readonly<Record<number, string>> = {
  400: 'BadRequestError',
  401: 'UnauthorizedError',
  403: 'ForbiddenError',
  404: 'NotFoundError',
  409: 'ConflictError',
  410: 'GoneError',
  422: 'UnprocessableEntityError',
  429: 'TooManyRequestsError',
  500: 'InternalServerErrorError',
};

function expectWorded(worded: ReturnType<typeof word>, status: number, message: string): void {
  expect(worded.status).toBe(status);
  expect(worded.body).toMatchObject({ status_code: status, message, data: {} });
  expect(contract.validateSchema(SCHEMAS[status] ?? '', worded.body)).toEqual([]);
}

describe('payment-links: how a refusal is worded', () => {
  it.each(KINDS)('an error of kind %s, though nobody has heard of it', (kind) => {
    const worded = error(new SampleError(kind));
    expect(contract.validateSchema(SCHEMAS[worded.status] ?? '', worded.body)).toEqual([]);
    expect(JSON.stringify(worded.body)).not.toContain('internal');
  });

  it.each([
    ['token_missing', 'unauthenticated', 401, 'API key is required'],
    ['token_expired', 'unauthenticated', 401, 'Invalid or expired token'],
    ['api_key_invalid', 'unauthenticated', 401, 'Invalid API key'],
    ['application_disabled', 'unauthenticated', 401, 'Application is inactive'],
    ['account_suspended', 'forbidden', 403, 'Insufficient permissions'],
    ['payment_not_found', 'not_found', 404, 'Payment not found'],
    ['provider_unavailable', 'unavailable', 400, 'Payment initialization failed'],
    ['database_unavailable', 'unavailable', 500, 'Internal server error'],
    ['idempotency_in_progress', 'conflict', 409, 'A request with this Idempotency-Key is still running'],
    ['idempotency_mismatch', 'invalid', 422, 'Idempotency-Key was already used with another request'],
  ] as const)('%s by the sentence of the catalogue', (code, kind, status, sentence) => {
    expectWorded(error(new SampleError(kind, code)), status, sentence);
  });

  it('a fault without its cause', () => {
    expectWorded(word({ by: 'fault' }, 'req_1'), 500, 'Internal server error');
  });

  it('what the door itself refuses', () => {
    expectWorded(problem({ problem: 'unknown_route' }), 404, 'Not found');
    expectWorded(problem({ problem: 'malformed_json' }), 400, 'Request body is not valid JSON');
    expect(problem({ problem: 'too_large' })).toMatchObject({ status: 413, body: { status: 'PAYLOAD TOO LARGE' } });
    expect(problem({ problem: 'method_not_allowed', allowed: ['GET', 'PATCH'] })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, PATCH' },
      body: { status_code: 405, status: 'METHOD NOT ALLOWED', data: {} },
    });
    const limited = problem({ problem: 'rate_limited', retryAfterSeconds: 42, resetAt: 1_763_630_411 });
    expectWorded(limited, 429, 'Too many requests');
    expect(limited.headers).toEqual({ 'retry-after': '42' });
  });

  it('the first field that is wrong, by name', () => {
    expectWorded(issue('amount', 'must be at least 1'), 400, 'amount must be at least 1');
    expectWorded(issue('expires_at', 'has the wrong form'), 400, 'Invalid expiration date format');
    expectWorded(error(new InvalidInput({ amount: ['must be at least 1'] })), 400, 'amount must be at least 1');
  });

  it('a field whose name is longer than a message may be', () => {
    expectWorded(issue('😀'.repeat(400), 'is not a known field'), 400, '😀'.repeat(150));
  });
});
