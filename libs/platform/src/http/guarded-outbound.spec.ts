import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { GuardedOutbound, type GuardedAnswer, type GuardedRequest, type ResolveHost } from './guarded-outbound.js';

const stops: (() => unknown)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function listening(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const receiver = (listener: RequestListener): Promise<number> => listening(createServer(listener));
const toLoopback: ResolveHost = () => Promise.resolve(['127.0.0.1']);

function outbound(resolve: ResolveHost = toLoopback, webhookPrivateHosts = true): GuardedOutbound {
  const made = new GuardedOutbound({ webhookPrivateHosts }, resolve);
  stops.push(() => made.onApplicationShutdown());
  return made;
}

function post(port: number, more: Partial<GuardedRequest> = {}): Promise<GuardedAnswer> {
  const url = `http://hooks.example:${port}/hook?a=1`;
  return outbound().post({ url, headers: {}, body: '{}', timeoutMs: 5000, maxResponseBytes: 4096, ...more });
}

describe('a delivery', () => {
  it('arrives under the name of its host, byte for byte, and gives back status, headers and an excerpt', async () => {
    const seen: unknown[] = [];
    const port = await receiver((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        seen.push([request.method, request.url, request.headers.host, request.headers['webhook-id'], body]);
        response.writeHead(429, { 'Retry-After': '30' }).end('slow down');
      });
    });
    const answer = await post(port, { headers: { 'webhook-id': 'msg_1' }, body: '{"montant":"2 500"}' });
    expect(seen).toEqual([['POST', '/hook?a=1', `hooks.example:${port}`, 'msg_1', '{"montant":"2 500"}']]);
    expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '30' }, excerpt: 'slow down' });
  });

  it.each([301, 302, 303, 307, 308])('redirected with %i goes no further', async (status) => {
    let followed = 0;
    const elsewhere = await receiver((_, response) => {
      followed += 1;
      response.end();
    });
    const port = await receiver((_, response) =>
      response.writeHead(status, { location: `http://127.0.0.1:${elsewhere}/` }).end(),
    );
    expect((await post(port)).status).toBe(status);
    expect(followed).toBe(0);
  });

  it('over TLS names the host to the receiver, though it connects to a checked address', async () => {
    const names: string[] = [];
    const server = createTlsServer({
      SNICallback: (name, callback) => {
        names.push(name);
        callback(new Error('no certificate in this test'));
      },
    });
    server.on('tlsClientError', () => undefined);
    const port = await listening(server);
    await expect(post(port, { url: `https://hooks.example:${port}/` })).rejects.toMatchObject({ name: 'NotSent' });
    expect(names).toEqual(['hooks.example']);
  });

  it('tries the other addresses of a host when one does not answer', async () => {
    const port = await receiver((_, response) => response.end('ok'));
    const sender = outbound(() => Promise.resolve(['127.0.0.2', '127.0.0.1']));
    const answer = await sender.post({
      url: `http://hooks.example:${port}/`,
      headers: {},
      body: '{}',
      timeoutMs: 5000,
      maxResponseBytes: 4096,
    });
    expect(answer.status).toBe(200);
  });
});

describe('the answer of a receiver', () => {
  it('is excerpted to 1 KiB, whole characters, without NUL', async () => {
    const port = await receiver((_, response) => response.end(`\u0000${'é'.repeat(2000)}`));
    const { excerpt } = await post(port, { maxResponseBytes: 10_000 });
    expect(excerpt).toBe(`\uFFFD${'é'.repeat(511)}`);
  });

  it('counts when it is endless: the rest is not read', async () => {
    let closed = false;
    const port = await receiver((_, response) => {
      response.on('close', () => (closed = true));
      const flooding = (): void => void (!closed && response.write('x'.repeat(65_536), () => setImmediate(flooding)));
      flooding();
    });
    const answer = await post(port);
    expect(answer).toMatchObject({ status: 200, excerpt: 'x'.repeat(1024) });
    while (!closed) await nextTurn();
  });

  it('counts when its body drips or breaks off, because its status has been given', async () => {
    const dripping = await receiver((_, response) => response.write('one byte at a time'));
    expect(await post(dripping, { timeoutMs: 150 })).toMatchObject({ status: 200, excerpt: 'one byte at a time' });
    const breaking = await listening(
      createTcpServer((socket) =>
        socket.once('data', () => socket.end('HTTP/1.1 204 No Content\r\ncontent-length: 9\r\n\r\nhalf')),
      ),
    );
    expect((await post(breaking)).status).toBe(204);
  });

  it('that does not come is AnswerLost; a receiver that is away is NotSent', async () => {
    const hanging = await receiver(() => undefined);
    await expect(post(hanging, { timeoutMs: 100 })).rejects.toMatchObject({ name: 'AnswerLost', reason: 'timeout' });
    const resetting = await listening(createTcpServer((socket) => socket.once('data', () => socket.resetAndDestroy())));
    await expect(post(resetting)).rejects.toMatchObject({ name: 'AnswerLost', reason: 'connection_lost' });
    const server = createTcpServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    await expect(post(port)).rejects.toMatchObject({ name: 'NotSent', reason: 'ECONNREFUSED' });
  });
});

describe('checking a URL that is to be saved', () => {
  const known: ResolveHost = (hostname) => {
    if (hostname === 'shop.example') return Promise.resolve(['93.184.216.34', '2606:2800:220:1::1']);
    const code = hostname === 'slow.example' ? 'ETIMEOUT' : 'ENOTFOUND';
    return Promise.reject(Object.assign(new Error(code), { code }));
  };
  const guarded = (): GuardedOutbound => outbound(known, false);

  it.each([
    'https://shop.example/hooks?x=1',
    'https://SHOP.example:8443/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
  ])('lets %s pass', async (url) => expect(await guarded().checkUrl(url)).toBeUndefined());

  it.each([
    ['https://', 'not_a_url', 'The URL cannot be read'],
    ['http://shop.example/', 'scheme', 'The URL must begin with https://'],
    ['https://a:b@shop.example/', 'credentials', 'The URL must not contain a user name or password'],
    ['https://10.0.0.1/', 'no_public_address', 'The host of the URL has no public address'],
    ['https://typo.example/', 'no_public_address', 'The host of the URL has no public address'],
  ])('refuses %s as %s, in words that a person can act on', async (url, reason, message) => {
    await expect(guarded().checkUrl(url)).rejects.toMatchObject({
      kind: 'invalid',
      reason,
      message,
      details: { reason },
    });
  });

  it('does not blame the URL when DNS does not answer', async () => {
    await expect(guarded().checkUrl('https://slow.example/')).rejects.toMatchObject({
      name: 'NotSent',
      reason: 'ETIMEOUT',
    });
  });

  it('lets http and private addresses pass where they are allowed, but no credentials or other schemes', async () => {
    const open = outbound(known, true);
    await open.checkUrl('http://127.0.0.1:4000/hook');
    await open.checkUrl('http://receiver:4000/hook');
    await expect(open.checkUrl('http://a:b@127.0.0.1/')).rejects.toMatchObject({ reason: 'credentials' });
    await expect(open.checkUrl('ftp://127.0.0.1/')).rejects.toMatchObject({ reason: 'scheme' });
  });
});
