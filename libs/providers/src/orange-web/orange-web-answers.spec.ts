import { Money } from '#kernel';
import { readBody } from '../wire.js';
import { readCreation, readStatus, withoutTokens } from './orange-web-answers.js';

const PAGES = ['https://webpayment.orange-money.com'];
const URL_OF_PAGE = 'https://webpayment.orange-money.com/payment/pay_token/k7t2';
const MADE = { status: 201, message: 'OK', pay_token: 'k7t2', payment_url: URL_OF_PAGE, notif_token: '3f9a' };
const answer = (status: number, body: unknown) =>
  readBody({ status, text: typeof body === 'string' ? body : JSON.stringify(body) }, 1);

describe('the answer to a call for a page', () => {
  it('is a page with its tokens', () => {
    expect(readCreation(answer(201, MADE), PAGES)).toEqual({
      page: { payToken: 'k7t2', url: URL_OF_PAGE },
      noticeToken: '3f9a',
    });
  });

  it.each([
    'http://webpayment.orange-money.com/payment/pay_token/k7t2',
    'https://webpayment.orange-money.com:8443/payment',
    'https://webpayment.orange-money.com.evil.example/payment',
    'https://evil.example/?webpayment.orange-money.com',
    'https://a:b@webpayment.orange-money.com/payment',
    'javascript:alert(1)',
    '//webpayment.orange-money.com/payment',
    '',
    7,
  ])('with a page at %s is none, and somebody is told', (payment_url) => {
    expect(readCreation(answer(201, { ...MADE, payment_url }), PAGES)).toMatchObject({
      page: null,
      answer: { state: 'unavailable' },
      alert: { level: 'error' },
      isUnsent: false,
    });
  });

  it.each<[number, unknown, string]>([
    [201, { ...MADE, pay_token: 'a b' }, 'unavailable'],
    [201, { ...MADE, notif_token: '' }, 'unavailable'],
    [201, 'OK', 'unavailable'],
    [200, MADE, 'unavailable'],
    [400, { code: 1204, message: 'Order already exists' }, 'declined'],
    [400, '<html><body>Request Rejected</body></html>', 'unavailable'],
    [401, { code: 42, message: 'Expired credentials' }, 'unavailable'],
    [403, { code: 50 }, 'unavailable'],
    [429, {}, 'unavailable'],
    [503, {}, 'unavailable'],
  ])('%i %j has no page: %s', (status, body, state) => {
    const reading = readCreation(answer(status, body), PAGES);
    expect(reading).toMatchObject({ page: null, answer: { state }, alert: { text: expect.any(String) as unknown } });
  });

  it.each(['lost', 'not_sent'] as const)('that does not come (%s) has no page either', (kind) => {
    expect(readCreation({ kind, durationMs: 1, problem: 'x' }, PAGES)).toMatchObject({
      page: null,
      answer: { state: 'unavailable' },
      isUnsent: kind === 'not_sent',
    });
  });

  it('is kept without what could be paid or given notice with', () => {
    expect(withoutTokens(answer(201, MADE))).toMatchObject({ text: expect.not.stringMatching(/k7t2|3f9a/) as unknown });
  });
});

describe('the answer to a call for the status', () => {
  const context = { mode: 'live', orderId: 'PAY', amount: Money.of(2500, 'XAF'), isPageOver: false } as const;
  const read = (body: object, more: object = {}, status = 201) =>
    readStatus(answer(status, body), { ...context, ...more });

  it('settles over what the order was made for', () => {
    const extended = { status: 'SUCCESS', order_id: 'PAY', txnid: 'MP25.1', settlement: 'IMMEDIATE', amount: 1 };
    expect(read(extended).answer).toEqual({
      state: 'settled',
      operatorTransactionId: 'MP25.1',
      amount: Money.of(2500, 'XAF'),
      availableAtOnce: false,
      dispute: null,
    });
  });

  it.each<[object, object]>([
    [{ status: 'INITIATED' }, { state: 'pending' }],
    [{ status: 'PENDING' }, { state: 'pending' }],
    [{ status: 'EXPIRED' }, { state: 'declined', reason: 'expired' }],
    [{ status: 'FAILED' }, { state: 'declined', reason: 'operator_refused' }],
    [{ status: 'success' }, { state: 'pending' }],
    [{ status: 'CANCELLED' }, { state: 'pending' }],
    [{ status: 'SUCCESS', order_id: 'OTHER' }, { state: 'pending' }],
    [{}, { state: 'pending' }],
  ])('%j: %j', (body, expected) => {
    expect(read(body).answer).toMatchObject(expected);
  });

  it('ends what nobody confirmed once the page is over, and nothing else', () => {
    expect(read({ status: 'INITIATED' }, { isPageOver: true }).answer).toMatchObject({ reason: 'expired' });
    expect(read({ status: 'PENDING' }, { isPageOver: true }).answer).toEqual({ state: 'pending' });
  });

  it.each([400, 401, 404, 503])('is not understood with %i', (status) => {
    expect(read({ status: 'FAILED' }, {}, status).answer).toEqual({ state: 'pending' });
  });
});
