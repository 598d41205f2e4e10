import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BESIDE, HANGING } from './receivers.js';

/** Takes every webhook at once and keeps when it came. A process of its own. */

/** What the bench asks this process, and what it is answered: forgetting what came until then, or without its latencies. */
export type SinkOrder = { readonly order: 'count' | 'forget' | 'progress' };

export interface SinkCount {
  readonly type: 'count';
  readonly received: number;
  /** Unix milliseconds. */
  readonly lastAtMs: number;
  /** From the moment that the webhook tells of until it came; of those that tell one. */
  readonly latenciesMs: readonly number[];
}

const TIMESTAMP = /"timestamp":"([^"]+)"/;

let latenciesMs: number[] = [];
let received = 0;
let lastAtMs = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === HANGING) return;
    if (request.url === BESIDE) {
      response.writeHead(200).end();
      return;
    }
    lastAtMs = Date.now();
    received += 1;
    const [, timestamp] = TIMESTAMP.exec(Buffer.concat(chunks).toString('latin1')) ?? [];
    if (timestamp !== undefined) latenciesMs.push(lastAtMs - Date.parse(timestamp));
    response.writeHead(200).end();
  });
});

process.on('message', ({ order }: SinkOrder) => {
  const told = order === 'progress' ? [] : latenciesMs;
  process.send?.({ type: 'count', received, lastAtMs, latenciesMs: told } satisfies SinkCount);
  if (order === 'forget') {
    latenciesMs = [];
    received = 0;
  }
});
process.on('disconnect', () => process.exit(0));

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
