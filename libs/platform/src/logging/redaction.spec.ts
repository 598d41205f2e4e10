import fc from 'fast-check';
import { redact, redactText } from './redaction.js';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyIn0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('text', () => {
  it.each([
    ['a JWT', `got ${JWT} back`, 'got jwt_[redacted] back'],
    ['an API key', 'key app_live_4fGh2kLm9QwErTy0', 'key app_live_[redacted]'],
    ['a test API key', 'key app_test_5mT8wQ2zR6vK9xN1cB4yH7dJ0fLpZk3a.', 'key app_test_[redacted].'],
    ['a webhook secret', 'whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=', 'whsec_[redacted]'],
    ['a refresh token', 'rt_4Xq9sV2mLr8TnB6yKc1WfD3hZp7JgE5a', 'rt_[redacted]'],
    ['an access token of a program', 'by pat_0123456789abcdefghijABCDEFGHIJ01', 'by pat_[redacted]'],
    ['a token for a new password', 'link rp_4Xq9sV2mLr8TnB6yKc1WfD3hZp7JgE5a2kL9mQ', 'link rp_[redacted]'],
    ['a challenge', 'for ch_4Xq9sV2mLr8TnB6yKc1WfD3hZp7JgE5a', 'for ch_[redacted]'],
    ['a token for a download', 'with dl_AZIA-r3l_3EYmr8YhaWVlY-AZIAr3ncRk', 'with dl_[redacted]'],
    ['an Authorization header', 'Authorization: Bearer abc.def-ghi', 'Authorization: [redacted] [redacted]'],
    ['basic credentials', 'sent Basic dXNlcjpwYXNz', 'sent Basic [redacted]'],
    ['credentials in an address', 'postgres://app:hunter2@db:5432/app', 'postgres://[redacted]@db:5432/app'],
    ['a password in JSON', '{"password":"hunter2","a":1}', '{"password":"[redacted]","a":1}'],
    ['a token in a query', 'GET /reset?token=abc123&x=1', 'GET /reset?token=[redacted]&x=1'],
    ['a code in a query', 'GET /verify?code=482913&x=1', 'GET /verify?code=[redacted]&x=1'],
    ['a code in a sentence', 'Your code is 482913.', 'Your code is [redacted].'],
    ['a code in JSON', '{"code":"482913"}', '{"code":"[redacted]"}'],
    ['a mail address', 'to alice.b+x@shop.example.cm now', 'to a***@s… now'],
    ['a telephone number', 'payer 237671234567 said no', 'payer •••67 said no'],
    ['a telephone number with +', 'payer +237671234567', 'payer •••67'],
    ['a telephone number with spaces', 'payer +237 6 71 23 45 67', 'payer •••67'],
    ['a number without country code', 'payer 671234567', 'payer •••67'],
    ['a Malagasy number', 'payer 034 12 345 67', 'payer •••67'],
    ['a Nigerian number', 'payer 08031234567', 'payer •••67'],
    ['a number abroad', 'payer +33 6 12 34 56 78', 'payer •••78'],
    ['a number with points', 'payer +237 6.71.23.45.67', 'payer •••67'],
    ['a card number', 'card 4242 4242 4242 4242', 'card [card]'],
  ])('hides %s', (_, text, shown) => {
    expect(redactText(text)).toBe(shown);
  });

  it.each([
    'payment 0190a5c0-6712-7345-8671-237671234567 settled',
    'took 1234 ms at 2026-11-21T08:19:37.123Z',
    'error 23505 in payments_pkey',
    'amount 25000 XAF, HTTP 404',
    'connect ECONNREFUSED 127.0.0.1:5432',
    'connect ETIMEDOUT 34.120.20.15:443',
    'reference 4242 4242 4242 4243',
  ])('leaves %p alone', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('is cut when it is long', () => {
    const shown = redactText('x'.repeat(100_000));
    expect(shown.length).toBeLessThan(8300);
    expect(shown).toMatch(/… 91808 characters more$/);
  });

  it.each(['@', '.', 'a@', '0 ', '+1', 'eyJ', 'a.', '://a:', 'token', 'code '])(
    'of many %p does not keep the process busy',
    (piece) => {
      const text = piece.repeat(8192).slice(0, 8192);
      const startedAt = performance.now();
      redactText(text);
      expect(performance.now() - startedAt).toBeLessThan(250);
    },
  );
});

describe('values', () => {
  it.each([
    ['authorization', 'Bearer abc'],
    ['Authorization', 'Bearer abc'],
    ['cookie', 'auth_token=abc'],
    ['set-cookie', ['auth_token=abc']],
    ['x-api-key', 'app_live_abc'],
    ['apiKey', 'anything'],
    ['password', 'hunter2'],
    ['newPassword', 'hunter2'],
    ['otp', 482913],
    ['token', 'abc'],
    ['refresh_token', 'abc'],
    ['accessToken', 'abc'],
    ['secret', 'abc'],
    ['webhookSecret', { nested: 'abc' }],
    ['pin', 1234],
    ['cvv', '123'],
    ['code', '482913'],
    ['code', 482913],
    ['verificationCode', '482913'],
    ['Ocp-Apim-Subscription-Key', 'c0113c71'],
  ])('hide %s: %p at any depth', (name, value) => {
    expect(redact({ body: [{ [name]: value }] })).toEqual({ body: [{ [name]: '[redacted]' }] });
  });

  it.each([
    ['phone', '671234567'],
    ['phoneNumber', '+237 671 23 45 67'],
    ['phone_number', 237671234567],
    ['msisdn', '237671234567'],
    ['partyId', '46733123467'],
    ['anything', 237671234567],
    ['anything', '237671234567'],
  ])('mask %s: %p to its last two digits', (name, value) => {
    expect(redact({ [name]: value })).toEqual({ [name]: '•••67' });
  });

  it.each([
    [{ code: 'payment_not_found' }],
    [{ code: '23505', statusCode: 404 }],
    [{ tokenId: '0190a5c0-0000-7000-8000-000000000001', span: 'abc', passwordChanged: true, otp: null }],
    [{ amountMinor: 25000, at: 1_763_712_000_000, subscriber: 'webhooks' }],
  ])('leave %p alone', (value) => {
    expect(redact(value)).toEqual(value);
  });

  it('hide card numbers that are numbers', () => {
    expect(redact({ value: 4242424242424242 })).toEqual({ value: '[card]' });
  });

  it('show dates, bytes, big integers, maps and sets as something readable', () => {
    const value = {
      at: new Date(0),
      bytes: Buffer.alloc(3),
      big: 12n,
      map: new Map([['password', 'hunter2']]),
      set: new Set(['a']),
      act: () => 1,
    };
    expect(redact(value)).toEqual({
      at: '1970-01-01T00:00:00.000Z',
      bytes: '[3 bytes]',
      big: '12',
      map: { password: '[redacted]' },
      set: ['a'],
      act: '[function]',
    });
  });

  it('end, whatever they hold', () => {
    const circle: Record<string, unknown> = { list: Array.from({ length: 1000 }, (_, index) => index) };
    circle.self = circle;
    expect(JSON.stringify(redact(circle)).length).toBeLessThan(5000);
  });

  it('are copied, not changed', () => {
    const value = { password: 'hunter2', nested: { phone: '671234567' } };
    redact(value);
    expect(value).toEqual({ password: 'hunter2', nested: { phone: '671234567' } });
  });

  it('never show a planted secret, wherever it is', () => {
    const secrets = [JWT, 'app_live_4fGh2kLm9QwErTy0', 'whsec_AQIDBAUGBwgJCgsM', 'alice@shop.example', '237671234567'];
    const holder = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...secrets),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom(...secrets)), tie('node'), { maxKeys: 3 }),
      ),
    })).node;
    fc.assert(
      fc.property(holder, (value) => {
        const shown = JSON.stringify(redact(value));
        for (const secret of secrets) expect(shown).not.toContain(secret);
      }),
    );
  });
});

describe('errors', () => {
  it('show what explains them, with their causes', () => {
    const cause = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = Object.assign(new Error('no answer for alice@shop.example', { cause }), {
      code: 'provider_unavailable',
      kind: 'unavailable',
      parameters: ['hunter2'],
      query: 'SELECT 1',
    });
    expect(redact({ err: error })).toMatchObject({
      err: {
        type: 'Error',
        message: 'no answer for a***@s…',
        code: 'provider_unavailable',
        kind: 'unavailable',
        stack: expect.stringContaining('redaction.spec'),
        cause: { code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' },
      },
    });
    expect(JSON.stringify(redact(error))).not.toMatch(/hunter2|SELECT/);
    expect(JSON.stringify(redact(error))).not.toContain('alice');
  });
});
