import type { Config } from '#platform';

/** Where an operator is to call back; its secret part is the only proof that a callback can carry. */
export function callbackAddress(config: Config, parameters: Readonly<Record<string, string>> = {}): string {
  const origin = config.callbackUrl ?? `http://127.0.0.1:${config.ports.dashboard}`;
  const fields = Object.entries({ ...parameters, token: config.callbackSecret });
  return `${origin}/api/payments/ipn/momo?${fields.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`;
}
