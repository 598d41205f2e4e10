import { Money } from '#kernel';
import type { ProviderAnswer } from '../provider.port.js';
import type { WireFailure } from '../wire.js';
import { readInit, readPay, readStatus, saysNobody, type Context } from './orange-money-answers.js';
import { readResponse } from './orange-money-wire.js';

const WEB_PAGE = '<html><head><title>Request Rejected</title></head><body>Support ID is: 1234567890</body></html>';
const XML =
  '<am:fault xmlns:am="http://wso2.org/apimanager"><am:code>303001</am:code><am:type>Status report</am:type>' +
  '<am:message>Runtime Error</am:message><am:description>Suspended</am:description></am:fault>';
const NOT_SENT: WireFailure = { kind: 'not_sent', durationMs: 3, problem: 'connection refused' };
const LOST: WireFailure = { kind: 'lost', durationMs: 8000, problem: 'no answer within 8000 ms' };
const COLLECTING: Context = { mode: 'live', direction: 'collecting' };
const SENDING: Context = { mode: 'live', direction: 'sending' };

const fault = (code: number, message = 'Runtime Error') => ({ fault: { code, message, description: '…' } });
const wire = (httpStatus: number, body: unknown) =>
  readResponse({ status: httpStatus, text: typeof body === 'string' ? body : JSON.stringify(body) }, 5);
/** A recorded body (Orange page §B3), with other fields on top. */
const about = (fields: object) => ({
  message: 'Transaction retrieved successfully',
  data: {
    id: 94718233,
    createtime: '1736428331',
    subscriberMsisdn: '655123456',
    amount: 2500,
    payToken: 'MP25010912A7F3C0D1B2E4F5A6B7',
    txnid: 'MP250109.1412.B45678',
    txnmode: 'PAY00042',
    inittxnmessage: 'Paiement e la clientele done.The devrez confirmer le paiement',
    inittxnstatus: '200',
    confirmtxnstatus: null,
    confirmtxnmessage: null,
    status: 'PENDING',
    ...fields,
  },
});
const cashIn = (fields: object) =>
  about({ inittxnstatus: undefined, inittxnmessage: undefined, txnstatus: '200', txnmessage: 'Depot', ...fields });
const PAID = { status: 'SUCCESSFULL', confirmtxnstatus: '200' };

describe('the answer to a call for a payToken', () => {
  it('is the token', () => {
    expect(readInit(wire(200, { data: { payToken: 'MP25' } }))).toEqual({ payToken: 'MP25' });
  });

  it.each<[string, Parameters<typeof readInit>[0], string | null]>([
    ['nothing sent', NOT_SENT, null],
    ['a lost answer', LOST, null],
    ['no token', wire(200, { data: {} }), 'error'],
    ['an odd token', wire(200, { data: { payToken: 'a b' } }), 'error'],
    ['refused credentials', wire(401, fault(900901, 'Invalid Credentials')), 'error'],
    ['too many calls', wire(429, fault(900800)), 'warn'],
    ['a web page', wire(400, WEB_PAGE), 'warn'],
    ['an outage', wire(503, XML), 'warn'],
  ])('says after %s that nothing was paid', (_, answer, level) => {
    expect(readInit(answer)).toMatchObject({ payToken: null, answer: { state: 'unavailable' } });
    expect(readInit(answer)).toHaveProperty('alert', level && expect.objectContaining({ level }));
  });
});

describe('the answer to a pay call', () => {
  const pay = (httpStatus: number, body: unknown, context = COLLECTING) => readPay(wire(httpStatus, body), context);

  it('is unavailable when it certainly was not sent, and pending when it may have been', () => {
    expect(readPay(NOT_SENT, COLLECTING).answer).toEqual({ state: 'unavailable', message: 'connection refused' });
    expect(readPay(LOST, COLLECTING)).toMatchObject({ answer: { state: 'pending' }, unless: null });
  });

  it.each<[number, unknown, ProviderAnswer['state'], string | null]>([
    [200, about({}), 'accepted', null],
    [200, about(PAID), 'settled', null],
    [200, about({ inittxnstatus: 200 }), 'accepted', null],
    [200, about({ inittxnstatus: '60019' }), 'declined', null],
    [200, about({ inittxnstatus: '60019', status: 'SUCCESSFULL' }), 'pending', 'warn'],
    [200, about({ status: 'INITIATED' }), 'pending', 'warn'],
    [200, about({ status: 'SOMETHING_NEW' }), 'pending', 'warn'],
    [200, {}, 'pending', 'warn'],
    [200, '', 'pending', 'warn'],
    [202, about({}), 'pending', 'warn'],
    [400, { message: '60019 :: Le solde est insuffisant' }, 'declined', null],
    [400, { message: 'Bad request' }, 'declined', 'warn'],
    [404, { message: 'payToken not found' }, 'declined', 'warn'],
    [417, { message: '60019 :: Le solde', data: { inittxnstatus: '60019', status: 'FAILED' } }, 'declined', null],
    [417, { message: '00042 :: Compte bloque' }, 'declined', 'warn'],
    [417, '', 'declined', 'warn'],
    [401, fault(900901), 'unavailable', 'error'],
    [401, { message: 'X-AUTH-TOKEN' }, 'unavailable', 'error'],
    [403, XML, 'unavailable', 'error'],
    [404, fault(900906, 'No matching resource'), 'unavailable', 'error'],
    [429, fault(900800), 'unavailable', 'warn'],
    [400, WEB_PAGE, 'pending', 'warn'],
    [302, '', 'pending', 'warn'],
    [408, '', 'pending', 'warn'],
  ])('HTTP %i %j is %s', (httpStatus, body, state, level) => {
    const reading = pay(httpStatus, body);
    expect([reading.answer.state, reading.unless]).toEqual([state, null]);
    expect(reading.alert?.level ?? null).toBe(level);
  });

  it.each([
    [500, ''],
    [502, 'Bad Gateway'],
    [503, XML],
    [504, fault(101504)],
    [500, { message: 'Internal error', data: null }],
  ])('HTTP %i %j counts for nothing until Orange was asked', (httpStatus, body) => {
    expect(pay(httpStatus, body)).toMatchObject({ answer: { state: 'unavailable' }, unless: 'paid' });
  });

  it('422 is a token that was used, or a request of ours that is wrong, and ends nothing', () => {
    const reading = pay(422, { message: 'The OrderId field must be at most 20 characters long.' });
    expect(reading).toMatchObject({
      answer: { state: 'pending' },
      alert: { level: 'warn', text: expect.stringContaining('OrderId') },
      unless: 'used',
    });
  });

  it('has the reason and the words of a refusal', () => {
    const message = '60019 :: Le solde du compte du payeur est insuffisant';
    expect(pay(417, { message }).answer).toEqual({
      state: 'declined',
      reason: 'insufficient_funds',
      message: '60019: Le solde du compte du payeur est insuffisant',
    });
    expect(pay(417, { message }, SENDING).alert).toEqual({ level: 'error', text: expect.stringContaining('our own') });
  });

  it('tells at once how a cash-in ended', () => {
    expect(pay(200, cashIn({ status: 'SUCCESSFULL', txnid: 'CI250109.1421.C36820' }), SENDING).answer).toEqual({
      state: 'settled',
      operatorTransactionId: 'CI250109.1421.C36820',
      amount: Money.of('2500', 'XAF'),
      availableAtOnce: false,
      dispute: null,
    });
    expect(pay(200, cashIn({ status: 'SUCCESSFULL', txnstatus: '60019' }), SENDING).answer.state).toBe('pending');
    expect(pay(200, cashIn({ status: 'PENDING' }), SENDING).answer).toEqual({ state: 'accepted' });
  });
});

describe('the answer to a status call', () => {
  const status = (body: unknown, context = COLLECTING, httpStatus = 200) => readStatus(wire(httpStatus, body), context);

  it.each(['SUCCESSFULL', 'SUCCESSFUL', 'SUCCESS', 'successfull'])('%s is paid', (word) => {
    expect(status(about({ ...PAID, status: word })).answer).toMatchObject({
      state: 'settled',
      operatorTransactionId: 'MP250109.1412.B45678',
      amount: Money.of('2500', 'XAF'),
    });
  });

  it.each<[object, Context, string, string]>([
    [{ status: 'EXPIRED' }, COLLECTING, 'expired', 'EXPIRED'],
    [{ status: 'EXPIRED' }, SENDING, 'expired', 'EXPIRED'],
    [{ status: 'CANCELLED' }, COLLECTING, 'payer_refused', 'CANCELLED'],
    [{ status: 'CANCELED' }, SENDING, 'cancelled_by_operator', 'CANCELED'],
    [{ status: 'FAILED' }, COLLECTING, 'operator_refused', 'Transaction'],
    [{ status: 'FAILED', confirmtxnstatus: '60019' }, COLLECTING, 'insufficient_funds', '60019'],
    [{ status: 'FAILED', inittxnstatus: '60019' }, COLLECTING, 'insufficient_funds', '60019'],
    [{ status: 'PENDING', inittxnstatus: '60019' }, COLLECTING, 'insufficient_funds', '60019'],
  ])('%j, %j is declined: %s', (fields, context, reason, words) => {
    const { answer } = status(about(fields), context);
    expect(answer).toMatchObject({ state: 'declined', reason, message: expect.stringContaining(words) });
  });

  it('INITIATED says that nothing was paid with the token, whatever else is null', () => {
    const nothing = { subscriberMsisdn: null, amount: null, inittxnstatus: null, txnid: null, status: 'INITIATED' };
    expect(status({ data: { payToken: 'MP25', ...nothing } }).answer).toEqual({ state: 'unknown_reference' });
  });

  it.each<[string, unknown, number]>([
    ['an amount that is none', about({ ...PAID, amount: 'many' }), 200],
    ['a fraction of a franc', about({ ...PAID, amount: 25.5 }), 200],
    ['no level between', about({ ...PAID, inittxnstatus: null }), 200],
    ['a new word', about({ status: 'DONE' }), 200],
    ['no word', about({ status: undefined }), 200],
    ['no data', { message: 'x', data: null }, 200],
    ['a web page', WEB_PAGE, 200],
    ['a token that Orange does not have', { message: 'not found', data: null }, 404],
    ['a fault', XML, 503],
    ['refused credentials', fault(900901), 401],
  ])('%s ends nothing', (_, body, httpStatus) => {
    const reading = status(body, COLLECTING, httpStatus);
    expect(reading.answer).toEqual({ state: 'pending' });
    expect(reading.alert?.level).toBe('warn');
  });

  it('ends nothing when there is none', () => {
    for (const failure of [NOT_SENT, LOST])
      expect(readStatus(failure, COLLECTING).answer).toEqual({ state: 'pending' });
  });

  it('takes the sandbox’s extensions in the sandbox alone', () => {
    const extended = about({ ...PAID, settlement: 'IMMEDIATE', dispute: { reason: 'Not mine', amount: '2500' } });
    const dispute = { reason: 'Not mine', amount: Money.of('2500', 'XAF') };
    const sandbox = status(extended, { ...COLLECTING, mode: 'sandbox' });
    expect(sandbox.answer).toMatchObject({ availableAtOnce: true, dispute });
    expect(status(extended).answer).toMatchObject({ availableAtOnce: false, dispute: null });
  });
});

it('an unknown wallet is one that the API says it does not know', () => {
  const message = '90001 :: Beneficiaire introuvable';
  expect(saysNobody(wire(417, { message }))).toBe(true);
  expect(saysNobody(wire(417, { message: '90010 :: PIN' }))).toBe(false);
  expect(saysNobody(wire(503, { message }))).toBe(false);
});
