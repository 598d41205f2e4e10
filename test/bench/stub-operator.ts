import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';

/**
 * MTN MoMo as fast as Node can play it: takes every request at once and answers that it was paid. A process of its own, so
 * that it is as far away from the platform as from the floor. Calls back only when it is told to.
 */
interface Collection {
  readonly amount: string;
  readonly externalId: string;
  readonly callbackUrl: string;
}

/** What the bench tells this process, and what it is answered. */
export type OperatorOrder = { readonly order: 'call back' } | { readonly order: 'call back at once' | 'forget' };

const CALLBACKS_AT_ONCE = 32;
const TOKEN = JSON.stringify({ access_token: 'bench', token_type: 'access_token', expires_in: 3600 });

const collections = new Map<string, Collection>();
const pools = new Map<string, Pool>();
let callsBackAtOnce = false;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
});

function answer(request: IncomingMessage, response: ServerResponse, body: string): void {
  const url = request.url ?? '';
  if (url.endsWith('/token/')) return json(response, TOKEN);
  if (request.method === 'GET') return status(response, url.slice(url.lastIndexOf('/') + 1));
  const { amount, externalId } = JSON.parse(body) as { amount: string; externalId: string };
  const callbackUrl = String(request.headers['x-callback-url']);
  const collection = { amount, externalId, callbackUrl };
  collections.set(String(request.headers['x-reference-id']), collection);
  response.writeHead(202).end();
  if (callsBackAtOnce) void callBack(collection);
}

function status(response: ServerResponse, reference: string): void {
  const collection = collections.get(reference);
  if (!collection) {
    response.writeHead(404, { 'content-type': 'application/json' }).end('{"code":"RESOURCE_NOT_FOUND"}');
    return;
  }
  json(response, JSON.stringify({ ...noticeOf(collection), status: 'SUCCESSFUL' }));
}

function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}

function noticeOf({ amount, externalId }: Collection): object {
  const payer = { partyIdType: 'MSISDN', partyId: '237670000000' };
  return { amount, currency: 'EUR', financialTransactionId: '1', externalId, payer };
}

async function callBack(collection: Collection): Promise<void> {
  const { origin, pathname, search } = new URL(collection.callbackUrl);
  let pool = pools.get(origin);
  if (!pool) pools.set(origin, (pool = new Pool(origin, { connections: CALLBACKS_AT_ONCE })));
  const answered = await pool.request({
    method: 'PUT',
    path: pathname + search,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...noticeOf(collection), status: 'SUCCESSFUL' }),
  });
  await answered.body.dump();
}

/** All that are known, a bounded number at a time. */
async function callBackAll(): Promise<void> {
  const waiting = [...collections.values()];
  const one = async (): Promise<void> => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await callBack(next);
  };
  await Promise.all(Array.from({ length: CALLBACKS_AT_ONCE }, one));
}

process.on('message', ({ order }: OperatorOrder) => {
  if (order === 'call back') void callBackAll();
  if (order === 'call back at once') callsBackAtOnce = true;
  if (order === 'forget') {
    callsBackAtOnce = false;
    collections.clear();
  }
  process.send?.({ type: 'done' });
});
process.on('disconnect', () => process.exit(0));

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}` });
});
