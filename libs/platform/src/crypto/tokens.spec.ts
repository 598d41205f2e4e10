import { hashToken, hmacBase64, hmacHex, randomToken, sameBytes } from './tokens.js';

describe('random tokens', () => {
  it('are the prefix and 33 letters and digits by default', () => {
    for (let index = 0; index < 1000; index += 1) expect(randomToken('rt_')).toMatch(/^rt_[A-Za-z0-9]{33}$/);
  });

  it.each([
    [16, 22],
    [24, 33],
    [32, 43],
  ])('of %i bytes always have %i characters', (bytes, length) => {
    const lengths = new Set(Array.from({ length: 500 }, () => randomToken('', bytes).length));
    expect([...lengths]).toEqual([length]);
  });

  it('do not repeat, and use the whole alphabet', () => {
    const tokens = Array.from({ length: 2000 }, () => randomToken(''));
    expect(new Set(tokens).size).toBe(2000);
    expect(new Set(tokens.join('')).size).toBe(62);
  });
});

describe('token hashes', () => {
  it('are SHA-256', () => {
    expect(hashToken('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});

describe('comparing bytes', () => {
  it.each([
    ['abc', 'abc', true],
    ['abc', 'abd', false],
    ['abc', 'abcd', false],
    ['', '', true],
    ['é', 'e', false],
  ])('%p and %p: %p', (a, b, same) => {
    expect(sameBytes(a, b)).toBe(same);
    expect(sameBytes(Buffer.from(a), b)).toBe(same);
    expect(sameBytes(Buffer.from(a), Buffer.from(b))).toBe(same);
  });
});

describe('signatures', () => {
  const secret = 'whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=';
  const body =
    '{"type":"payment.succeeded","timestamp":"2025-01-09T14:13:20.000Z","data":{"id":"pay_00042","amount":2500,"currency":"XAF"}}';

  it('match the Standard Webhooks vector, keyed with the decoded bytes', () => {
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    expect(hmacBase64(key, `msg_01JH8W5R7Q.1736432000.${body}`)).toBe('3wHJrSiuDtgxnbSvdsV939HmiL9YJlb9xXqHrY4b3eI=');
  });

  it('match the Stripe-style vector, keyed with the text', () => {
    expect(hmacHex(secret, `1736432000.${body}`)).toBe(
      '2ed2084ca007a22a0230ff9b0556d202d188380427f6a4169ac6fb0ceb948a41',
    );
  });

  it('match the Paystack vector, with SHA-512', () => {
    expect(hmacHex('sk_test_simulator', body, 'sha512')).toBe(
      '9cf6a2bb0b0955f7c683157de91b93706f2234191f2dff37d9ac7faa0f4a92c7c7f3d776e0895361d65bae462e75010a25e2b84770f97bb86b398b122d973384',
    );
  });
});
