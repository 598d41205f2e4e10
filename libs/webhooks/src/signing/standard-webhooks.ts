import { hmacBase64 } from '#platform';
import type { Signing } from '../dialect/webhook-dialect.port.js';

/**
 * The headers of Standard Webhooks 1.0 for a body that is sent exactly as it is here. The timestamp is that of the
 * attempt, in seconds; with several keys there are several signatures, of which a receiver needs to know one.
 */
export function standardWebhooksHeaders(
  messageId: string,
  body: string,
  { at, keys }: Signing,
): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signed = `${messageId}.${timestamp}.${body}`;
  return {
    'webhook-id': messageId,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => `v1,${hmacBase64(key, signed)}`).join(' '),
  };
}
