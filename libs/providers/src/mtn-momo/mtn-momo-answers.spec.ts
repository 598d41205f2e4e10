import { Money } from '#kernel';
import type { ProviderAnswer } from '../provider.port.js';
import { readCreation, readStatus, type StatusContext } from './mtn-momo-answers.js';
import type { WireFailure } from '../wire.js';
import { readResponse } from './mtn-momo-wire.js';

const WEB_PAGE = '<html><head><title>Request Rejected</title></head><body>Support ID is: 1234567890</body></html>';
const NOT_SENT: WireFailure = { kind: 'not_sent', durationMs: 3, problem: 'connection refused' };
const LOST: WireFailure = { kind: 'lost', durationMs: 8000, problem: 'no answer within 8000 ms' };

const creation = (httpStatus: number, body: unknown) =>
  readCreation(
    readResponse({ status: httpStatus, text: typeof body === 'string' ? body : JSON.stringify(body) }, 5),
    'collecting',
  );

describe('the answer to a creating call', () => {
  it('is unavailable when it certainly was not sent, and pending when it may have been', () => {
    expect(readCreation(NOT_SENT, 'collecting').answer).toEqual({
      state: 'unavailable',
      message: 'connection refused',
    });
    expect(readCreation(LOST, 'collecting').answer).toEqual({ state: 'pending' });
  });

  it.each<[number, unknown, ProviderAnswer['state']]>([
    [202, '', 'accepted'],
    [409, { code: 'RESOURCE_ALREADY_EXIST', message: 'Duplicated reference id.' }, 'accepted'],
    [400, '', 'declined'],
    [400, { statusCode: 400, message: 'Bad request' }, 'declined'],
    [500, { code: 'INVALID_CURRENCY', message: 'Currency not supported.' }, 'declined'],
    [500, { code: 'PAYER_NOT_FOUND' }, 'declined'],
    [500, { errorCategory: 'business', errorCode: 'PAYER_LIMIT_REACHED', errorDescription: 'Limit' }, 'declined'],
    [404, { code: 'RESOURCE_NOT_FOUND' }, 'declined'],
    [401, { statusCode: 401, message: 'Access denied due to invalid subscription key.' }, 'unavailable'],
    [403, { statusCode: 403, message: 'Forbidden' }, 'unavailable'],
    [429, '', 'unavailable'],
    [200, '', 'pending'],
    [302, '', 'pending'],
    [404, { statusCode: 404, message: 'Resource not found' }, 'pending'],
    [409, '', 'pending'],
    [500, '', 'pending'],
    [500, { code: 'SOMETHING_NEW' }, 'pending'],
    [502, 'Bad Gateway', 'pending'],
    [503, '', 'pending'],
    [504, '', 'pending'],
    [400, WEB_PAGE, 'pending'],
    [200, WEB_PAGE, 'pending'],
    [403, WEB_PAGE, 'pending'],
  ])('HTTP %i %p means %s', (httpStatus, body, state) => {
    const { answer, unlessKnown } = creation(httpStatus, body);
    expect(answer.state).toBe(state);
    expect(unlessKnown).toBe(false);
  });

  it('holds only unless the reference is known when the code says nothing of the request', () => {
    expect(creation(503, { code: 'SERVICE_UNAVAILABLE' })).toMatchObject({
      answer: { state: 'unavailable' },
      unlessKnown: true,
    });
    expect(creation(500, { code: 'INTERNAL_PROCESSING_ERROR' })).toMatchObject({
      answer: { state: 'declined', reason: 'operator_refused' },
      unlessKnown: true,
    });
  });

  it('alarms about our own configuration, and warns of what is in no table', () => {
    expect(creation(500, { code: 'INVALID_CALLBACK_URL_HOST' }).alert?.level).toBe('error');
    expect(creation(403, { statusCode: 403, message: 'Forbidden' }).alert?.level).toBe('error');
    expect(creation(418, '').alert?.level).toBe('warn');
    expect(creation(400, WEB_PAGE).alert?.level).toBe('warn');
    expect(creation(202, '').alert).toBeNull();
  });

  it('tells people the code and the words', () => {
    expect(creation(500, { code: 'PAYER_NOT_FOUND', message: 'Payer not found.' }).answer).toMatchObject({
      message: 'PAYER_NOT_FOUND: Payer not found.',
    });
    expect(creation(400, '').answer).toMatchObject({ message: 'HTTP 400' });
    const long = creation(400, { code: 'X', message: `x${'🚚'.repeat(200)}` }).answer as { message: string };
    expect(long.message.isWellFormed()).toBe(true);
  });
});

const LIVE: StatusContext = { mode: 'live', direction: 'collecting', currency: 'XAF' };
const SANDBOX: StatusContext = { ...LIVE, mode: 'sandbox' };
const PAID = {
  financialTransactionId: '1839204456',
  externalId: 'PAY-00042',
  amount: '2500',
  currency: 'XAF',
  status: 'SUCCESSFUL',
};

const status = (httpStatus: number, body: unknown, context = LIVE) =>
  readStatus(
    readResponse({ status: httpStatus, text: typeof body === 'string' ? body : JSON.stringify(body) }, 5),
    context,
  );

describe('the answer to a status call', () => {
  it('reads what was paid', () => {
    expect(status(200, PAID).answer).toEqual({
      state: 'settled',
      operatorTransactionId: '1839204456',
      amount: Money.of('2500', 'XAF'),
      availableAtOnce: false,
      dispute: null,
    });
  });

  it.each<[string, unknown, string]>([
    ['the plain string', 'PAYER_NOT_FOUND', 'payer_not_found'],
    ['the object', { code: 'PAYER_NOT_FOUND', message: 'Payer not found.' }, 'payer_not_found'],
    ['the trailing dot', 'TRANSACTION_CANCELED.', 'cancelled_by_operator'],
    ['the trailing dot in the object', { code: 'TRANSACTION_CANCELED.' }, 'cancelled_by_operator'],
    ['lower case', 'not_enough_funds', 'insufficient_funds'],
    ['no reason', undefined, 'operator_refused'],
    ['null', null, 'operator_refused'],
    ['a list', ['EXPIRED'], 'operator_refused'],
    ['a new reason', 'SOMETHING_NEW', 'operator_refused'],
  ])('reads the reason as %s', (_, reason, expected) => {
    expect(status(200, { ...PAID, status: 'FAILED', reason }).answer).toMatchObject({
      state: 'declined',
      reason: expected,
    });
  });

  it('warns of a reason that it does not know, and alarms when our own account is empty', () => {
    expect(status(200, { status: 'FAILED', reason: 'SOMETHING_NEW' }).alert?.level).toBe('warn');
    const sending: StatusContext = { ...LIVE, direction: 'sending' };
    expect(status(200, { status: 'FAILED', reason: 'NOT_ENOUGH_FUNDS' }, sending).alert?.level).toBe('error');
  });

  it('takes the legacy words for what they say', () => {
    expect(status(200, { status: 'REJECTED' }).answer).toMatchObject({ state: 'declined', reason: 'payer_refused' });
    expect(status(200, { status: 'TIMEOUT' }).answer).toMatchObject({ state: 'declined', reason: 'expired' });
  });

  it('says that the reference is unknown only in MTN’s own words', () => {
    expect(status(404, { code: 'RESOURCE_NOT_FOUND', message: 'Requested resource was not found.' }).answer).toEqual({
      state: 'unknown_reference',
    });
    expect(status(404, { statusCode: 404, message: 'Resource not found' }).answer).toEqual({ state: 'pending' });
    expect(status(404, '').answer).toEqual({ state: 'pending' });
    expect(status(500, { code: 'RESOURCE_NOT_FOUND' }).answer).toEqual({ state: 'pending' });
  });

  it.each<[string, number, unknown]>([
    ['an unknown status', 200, { ...PAID, status: 'COMPLETED' }],
    ['no status', 200, {}],
    ['no body', 200, ''],
    ['a body that is no object', 200, '[]'],
    ['a web page', 200, WEB_PAGE],
    ['trouble', 500, { code: 'INTERNAL_PROCESSING_ERROR' }],
    ['an outage', 503, { code: 'SERVICE_UNAVAILABLE' }],
    ['a refusal of the gateway', 401, { statusCode: 401, message: 'Unauthorized' }],
    ['an unreadable amount', 200, { ...PAID, amount: 'two thousand' }],
    ['no amount', 200, { ...PAID, amount: undefined }],
    ['a currency that we do not know', 200, { ...PAID, currency: 'GHS' }],
  ])('stays pending, with a warning, after %s', (_, httpStatus, body) => {
    expect(status(httpStatus, body)).toMatchObject({ answer: { state: 'pending' }, alert: { level: 'warn' } });
  });

  it('stays pending when MTN cannot be asked', () => {
    expect(readStatus(NOT_SENT, LIVE).answer).toEqual({ state: 'pending' });
    expect(readStatus(LOST, LIVE).answer).toEqual({ state: 'pending' });
  });
});

describe('the sandbox', () => {
  const paid = { ...PAID, currency: 'EUR' };

  it('reads euros as the currency that was asked for', () => {
    expect(status(200, paid, SANDBOX).answer).toMatchObject({ amount: Money.of('2500', 'XAF') });
    expect(status(200, { ...paid, amount: '12.5' }, { ...SANDBOX, currency: 'USD' }).answer).toMatchObject({
      amount: Money.of('12.50', 'USD'),
    });
  });

  it('never does so in live mode', () => {
    expect(status(200, paid, LIVE).answer).toMatchObject({ amount: Money.of('2500', 'EUR') });
  });

  it('leaves a figure that does not exist in our currency different from every amount of ours', () => {
    expect(status(200, { ...paid, amount: '2500.5' }, SANDBOX).answer).toMatchObject({
      amount: Money.of('2500.50', 'EUR'),
    });
  });

  it('knows the extensions of the simulator, which mean nothing in live mode', () => {
    const body = { ...paid, settlement: 'IMMEDIATE', dispute: { reason: 'Not authorised', amount: '2500' } };
    expect(status(200, body, SANDBOX).answer).toMatchObject({
      availableAtOnce: true,
      dispute: { reason: 'Not authorised', amount: Money.of('2500', 'XAF') },
    });
    expect(status(200, body, LIVE).answer).toMatchObject({ availableAtOnce: false, dispute: null });
  });

  it('takes a dispute without amount as one over everything', () => {
    expect(status(200, { ...paid, dispute: { reason: 'Fraud' } }, SANDBOX).answer).toMatchObject({
      dispute: { reason: 'Fraud', amount: null },
    });
  });
});
