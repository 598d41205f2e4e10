import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DomainError } from '#kernel';
import { AnswerLost, NotSent } from './outbound.errors.js';
import { CONNECTIONS_PER_ORIGIN, HttpOutbound, type OutboundRequest } from './outbound.js';

const stops: (() => unknown)[] = [];
let outbound: HttpOutbound;

beforeEach(() => {
  outbound = new HttpOutbound();
});

afterEach(async () => {
  await outbound.onApplicationShutdown();
  for (const stop of stops.splice(0)) await stop();
});

async function listening(server: Server | TcpServer): Promise<{ origin: string; connections: () => number }> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, connections: () => sockets.size };
}

const http = (listener: RequestListener) => listening(createHttpServer(listener));
const tcp = (listener: (socket: Socket) => void) =>
  listening(createTcpServer((socket) => listener(socket.on('error', () => undefined))));

function post(origin: string, more: Partial<OutboundRequest> = {}): Promise<unknown> {
  return outbound.request({ method: 'POST', url: `${origin}/pay`, body: '{}', timeoutMs: 5000, ...more });
}

const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (answer) => ({ answered: answer }),
    (error: unknown) => error,
  );

describe('an exchange', () => {
  it('sends method, path, query, headers and body, and gives back status, headers and text', async () => {
    const seen: unknown[] = [];
    const { origin } = await http((request: IncomingMessage, response) => {
      void text(request).then((body) => {
        seen.push([request.method, request.url, request.headers['x-reference-id'], body]);
        response.writeHead(202, { 'X-Answer': 'yes', 'Set-Cookie': ['a=1', 'b=2'] }).end('d’accord');
      });
    });
    const answer = await outbound.request({
      method: 'PUT',
      url: `${origin}/a/b?c=d%20e`,
      headers: { 'X-Reference-Id': 'r-1' },
      body: Buffer.from('payé'),
      timeoutMs: 5000,
    });
    expect(seen).toEqual([['PUT', '/a/b?c=d%20e', 'r-1', 'payé']]);
    expect(answer).toMatchObject({
      status: 202,
      headers: { 'x-answer': 'yes', 'set-cookie': 'a=1, b=2' },
      text: 'd’accord',
    });
  });

  it.each([400, 404, 500, 503])('answered with %i is answered', async (status) => {
    const { origin } = await http((_, response) => response.writeHead(status).end('no'));
    expect(await post(origin)).toMatchObject({ status, text: 'no' });
  });

  it('takes the answer that follows an informational one', async () => {
    const { origin } = await http((_, response) => {
      response.writeProcessing();
      response.end('done');
    });
    expect(await post(origin)).toMatchObject({ status: 200, text: 'done' });
  });

  it('does not follow redirects', async () => {
    let requests = 0;
    const { origin } = await http((_, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await post(origin)).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(requests).toBe(1);
  });

  it('keeps the connection for the next', async () => {
    const { origin, connections } = await http((_, response) => response.end('ok'));
    for (let count = 0; count < 5; count += 1) {
      await post(origin);
      await nextTurn();
    }
    expect(connections()).toBe(1);
  });

  it('with a header that would start another is the caller’s mistake, and nothing is sent', async () => {
    const { origin, connections } = await http((_, response) => response.end());
    const failure = await failureOf(post(origin, { headers: { 'x-a': 'b\r\nx-c: d' } }));
    expect(failure).toMatchObject({ code: 'UND_ERR_INVALID_ARG' });
    expect(failure).not.toBeInstanceOf(DomainError);
    expect(connections()).toBe(0);
  });
});

describe('a request that cannot have arrived is NotSent', () => {
  it('when nobody listens', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const failure = await failureOf(post(`http://127.0.0.1:${port}`));
    expect(failure).toBeInstanceOf(NotSent);
    expect(failure).toMatchObject({ reason: 'ECONNREFUSED', kind: 'unavailable', details: null });
  });

  it('when the host does not exist', async () => {
    expect(await failureOf(post('http://no-such-host.invalid'))).toBeInstanceOf(NotSent);
  });

  it('when the other side hangs up during the TLS handshake', async () => {
    const { origin } = await tcp((socket) => socket.once('data', () => socket.destroy()));
    expect(await failureOf(post(origin.replace('http', 'https')))).toBeInstanceOf(NotSent);
  });

  it('when the other side does not speak TLS', async () => {
    const { origin } = await http((_, response) => response.end());
    expect(await failureOf(post(origin.replace('http', 'https')))).toBeInstanceOf(NotSent);
  });

  it('when its time is up during the TLS handshake', async () => {
    const { origin } = await tcp((socket) => socket.resume());
    const failure = await failureOf(post(origin.replace('http', 'https'), { timeoutMs: 100 }));
    expect(failure).toBeInstanceOf(NotSent);
    expect(failure).toMatchObject({ reason: 'timeout' });
  });

  it('when its time is up while it waits for a connection, and then it really is not sent', async () => {
    const held: (() => void)[] = [];
    const paths: (string | undefined)[] = [];
    const { origin } = await http((request, response) => {
      paths.push(request.url);
      held.push(() => response.end('ok'));
    });
    const holding = Array.from({ length: CONNECTIONS_PER_ORIGIN }, () => post(origin));
    while (held.length < CONNECTIONS_PER_ORIGIN) await nextTurn();
    const failure = await failureOf(post(origin, { url: `${origin}/late`, timeoutMs: 50 }));
    expect(failure).toBeInstanceOf(NotSent);
    for (const release of held.splice(0)) release();
    await Promise.all(holding);
    const next = post(origin, { url: `${origin}/next` });
    while (held.length === 0) await nextTurn();
    held[0]?.();
    await next;
    expect(paths).not.toContain('/late');
    expect(paths).toHaveLength(CONNECTIONS_PER_ORIGIN + 1);
  });
});

describe('a request that may have arrived is AnswerLost', () => {
  it('when there is no answer in time', async () => {
    let arrived = 0;
    const { origin } = await http(() => (arrived += 1));
    const failure = await failureOf(post(origin, { timeoutMs: 100 }));
    expect(failure).toBeInstanceOf(AnswerLost);
    expect(failure).toMatchObject({ reason: 'timeout', kind: 'unavailable', details: null });
    expect(arrived).toBe(1);
  });

  it('when the connection is reset before an answer', async () => {
    const { origin } = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()));
    expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost', reason: 'connection_lost' });
  });

  it('when the connection is closed before an answer', async () => {
    const { origin } = await tcp((socket) => socket.once('data', () => socket.end()));
    expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost', reason: 'connection_lost' });
  });

  it.each(['resetAndDestroy', 'end'] as const)(
    'when a kept connection goes at that moment (%s), and it is not sent a second time',
    async (go) => {
      let arrived = 0;
      const { origin, connections } = await tcp((socket) =>
        socket.on('data', () => {
          arrived += 1;
          if (arrived === 1) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
          else socket[go]();
        }),
      );
      expect(await post(origin)).toMatchObject({ status: 200 });
      await nextTurn();
      expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost' });
      expect([arrived, connections()]).toEqual([2, 1]);
    },
  );

  it('when the answer breaks off', async () => {
    const { origin } = await tcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf')),
    );
    expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost', reason: 'connection_lost' });
  });

  it('when the answer drips', async () => {
    const { origin } = await http((_, response) => {
      const dripping = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(dripping));
    });
    expect(await failureOf(post(origin, { timeoutMs: 150 }))).toMatchObject({ name: 'AnswerLost', reason: 'timeout' });
  });

  it('when the answer is too large, and the rest is not read', async () => {
    let closed = false;
    const { origin } = await http((_, response) => {
      response.on('close', () => (closed = true));
      const flooding = (): void => void (!closed && response.write(Buffer.alloc(65_536), () => setImmediate(flooding)));
      flooding();
    });
    const failure = await failureOf(post(origin, { maxResponseBytes: 100_000 }));
    expect(failure).toMatchObject({ name: 'AnswerLost', reason: 'too_large' });
    while (!closed) await nextTurn();
  });

  it('when it is not HTTP', async () => {
    const { origin } = await tcp((socket) => socket.once('data', () => socket.write('220 mail.example ESMTP\r\n')));
    expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost', reason: 'unreadable' });
  });

  it('when its headers never end', async () => {
    const { origin } = await tcp((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\n');
        const flooding = (): void =>
          void (!socket.destroyed && socket.write(`x: ${'y'.repeat(8000)}\r\n`, () => setImmediate(flooding)));
        flooding();
      }),
    );
    expect(await failureOf(post(origin))).toMatchObject({ name: 'AnswerLost', reason: 'unreadable' });
  });

  it('when the process shuts down meanwhile', async () => {
    const arrived: unknown[] = [];
    const { origin } = await http((request) => arrived.push(request.url));
    const failure = failureOf(post(origin));
    while (arrived.length === 0) await nextTurn();
    await outbound.onApplicationShutdown();
    expect(await failure).toMatchObject({ name: 'AnswerLost', reason: 'connection_lost' });
  });
});
