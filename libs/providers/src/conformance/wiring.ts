import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SystemClock, type Clock } from '#kernel';
import { CircuitBreakers, HttpOutbound, loadConfig, Metrics, type Config } from '#platform';
import { TIMEOUT_MS } from './simulated-trouble.js';

/** What every client of an operator is made of, in the order in which it takes it. */
type Parts = [HttpOutbound, CircuitBreakers, Metrics, Clock, Config];

/** Ways to operators, each with nothing held from before: no credentials, no open circuit. */
export class Wiring {
  private readonly outbounds: HttpOutbound[] = [];

  parts(environment: Readonly<Record<string, string>>): Parts {
    const config = loadConfig({ APP_ENV: 'test', OPERATOR_TIMEOUT_MS: String(TIMEOUT_MS), ...environment });
    const metrics = new Metrics();
    const outbound = new HttpOutbound();
    this.outbounds.push(outbound);
    return [outbound, new CircuitBreakers(metrics, config), metrics, new SystemClock(), config];
  }

  async close(): Promise<void> {
    await Promise.all(this.outbounds.map((outbound) => outbound.onApplicationShutdown()));
  }
}

/** Somebody whom operators call back. */
export interface CallbackReceiver {
  /** With a secret that has to be written in an address, and a slash more than is needed. */
  readonly environment: Readonly<Record<'CALLBACK_URL' | 'CALLBACK_SECRET', string>>;
  /** In the order in which they came. */
  readonly calls: { readonly url: string | undefined; readonly fields: Record<string, unknown> }[];
  close(): void;
}

export async function receiveCallbacks(): Promise<CallbackReceiver> {
  const calls: CallbackReceiver['calls'] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      calls.push({ url: request.url, fields: JSON.parse(body) as Record<string, unknown> });
      response.end();
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = { CALLBACK_URL: `http://127.0.0.1:${port}/`, CALLBACK_SECRET: 'a secret & more' };
  return { environment, calls, close: () => server.close() };
}
