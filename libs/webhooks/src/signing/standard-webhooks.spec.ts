import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { newSigningKey, secretOf } from './signing-key.js';
import { standardWebhooksHeaders } from './standard-webhooks.js';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 1));
const BODY =
  '{"type":"payment.succeeded","timestamp":"2025-01-09T14:13:20.000Z","data":{"id":"pay_00042","amount":2500,"currency":"XAF"}}';

describe('the headers of Standard Webhooks', () => {
  it('are those of the vector of providers/webhook-signing.md, section 1', () => {
    const at = new Date(1736432000_999);
    expect(standardWebhooksHeaders('msg_01JH8W5R7Q', BODY, { at, keys: [KEY] })).toEqual({
      'webhook-id': 'msg_01JH8W5R7Q',
      'webhook-timestamp': '1736432000',
      'webhook-signature': 'v1,3wHJrSiuDtgxnbSvdsV939HmiL9YJlb9xXqHrY4b3eI=',
    });
  });

  it('hold before the public library, whatever letters the body has', () => {
    const key = newSigningKey();
    const body = JSON.stringify({ name: 'Ngo Bassogog Éloïse 🦊', note: 'line\nbreak \u2028 \u0000' });
    const headers = standardWebhooksHeaders('msg_1', body, { at: new Date(), keys: [key] });
    expect(new Webhook(secretOf(key)).verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => new Webhook(secretOf(key)).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secretOf(newSigningKey())).verify(body, headers)).toThrow();
  });

  it('satisfy whoever knows one of two keys', () => {
    const [current, previous] = [newSigningKey(), newSigningKey()];
    const headers = standardWebhooksHeaders('msg_1', BODY, { at: new Date(), keys: [current, previous] });
    expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}= v1,[A-Za-z0-9+/]{43}=$/);
    for (const key of [current, previous]) {
      expect(new Webhook(secretOf(key)).verify(BODY, headers)).toEqual(JSON.parse(BODY));
    }
  });
});

describe('a signing key', () => {
  it('is 32 random bytes that are shown as base64 behind whsec_', () => {
    expect(secretOf(KEY)).toBe('whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=');
    expect(secretOf(newSigningKey())).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(newSigningKey()).not.toEqual(newSigningKey());
  });
});
