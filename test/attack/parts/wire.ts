import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../judges.js';
import type { Assault } from '../assault.js';
import type { Shot } from '../shot.js';

/** What is sent below HTTP, and bodies that are meant to keep the door busy. */
export async function attackWire(assault: Assault): Promise<void> {
  await attackParsers(assault);
  await attackPatience(assault);
  for (const heavy of await heavyBodies(assault)) await attackAttention(assault, heavy);
}

const RAW: readonly (readonly [what: string, request: string])[] = [
  ['two lengths', 'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}'],
  [
    'a length and chunks',
    'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/balance HTTP/1.1\r\nHost: a\r\n\r\n',
  ],
  [
    'chunks that are hidden',
    'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}',
  ],
  ['a length below zero', 'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
  [
    'a chunk that never ends',
    `POST /api/auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}`,
  ],
  ['a header across two lines', 'GET /api/balance HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n'],
  ['a header with a blank in its name', 'GET /api/balance HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n'],
  ['a lone line feed', 'GET /api/balance HTTP/1.1\nHost: a\nX-Injected: yes\n\n'],
  ['no host', 'GET /api/balance HTTP/1.1\r\n\r\n'],
  ['two hosts', 'GET /api/balance HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
  ['a whole address for a path', 'GET http://evil.example/api/balance HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a path of another site', 'GET //evil.example/%2f.. HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a tunnel', 'CONNECT 127.0.0.1:5432 HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['an upgrade', 'GET /api/balance HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c, websocket\r\n\r\n'],
  ['HTTP of another kind', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003'],
  ['headers without end', `GET /api/balance HTTP/1.1\r\nHost: a\r\n${'X-A: b\r\n'.repeat(3000)}\r\n`],
  ['a header without end', `GET /api/balance HTTP/1.1\r\nHost: a\r\nX-A: ${'b'.repeat(40_000)}\r\n\r\n`],
  ['an address without end', `GET /api/${'a'.repeat(40_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
  ['bytes of no language in the address', 'GET /api/\u00ff\u00fe HTTP/1.1\r\nHost: a\r\n\r\n'],
  ['a zero byte in the address', 'GET /api/\u0000 HTTP/1.1\r\nHost: a\r\n\r\n'],
  [
    'a header that would write lines',
    'GET /api/balance HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\rX-Injected: yes\r\n\r\n',
  ],
];

async function attackParsers(assault: Assault): Promise<void> {
  const said = Object.values(assault.target.doors).flatMap((door) => RAW.map((raw) => [door, ...raw] as const));
  await assault.inTurns(said, async ([door, what, request]) => {
    const answer = await spoken(door, request);
    const status = /^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1];
    const faults = [
      ...(status?.startsWith('5') ? [`is answered with ${status}`] : []),
      ...(/^X-Injected/im.test(answer) ? ['writes a header of the answer'] : []),
      ...((answer.match(/^HTTP\/1\.1 /gm) ?? []).length > 1 ? ['is taken for two requests'] : []),
    ];
    const how = `printf ${JSON.stringify(request.slice(0, 300))} | nc ${new URL(door).host.replace(':', ' ')}`;
    for (const fault of faults) assault.findings.push({ what: `${what} ${fault}`, how });
  });
}

/** What is said on a line within a second, or until it is hung up. */
function spoken(origin: string, request: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(Buffer.from(request, 'latin1')));
    let answer = '';
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(700, end);
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('close', end).on('error', end);
  });
}

const SLOW_SENDERS = 400;

/** Hundreds who send a byte now and then must not keep others from being served. */
async function attackPatience(assault: Assault): Promise<void> {
  const { hostname, port } = new URL(assault.target.doors.dashboard);
  const sockets = Array.from({ length: SLOW_SENDERS }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => undefined);
    socket.write(
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    return socket;
  });
  const { token } = await assault.merchants.fresh();
  for (let turn = 0; turn < 20; turn += 1) {
    for (const socket of sockets) socket.write(' ');
    await assault.fire({
      ...assault.merchants.shot('getBalance', { token }),
      what: `with ${SLOW_SENDERS} slow senders`,
    });
  }
  for (const socket of sockets) socket.destroy();
}

/** Bodies of the size that is allowed, in which there is as much to do as possible. */
async function heavyBodies({ merchants }: Assault): Promise<Shot[]> {
  const { token } = await merchants.fresh();
  const many = (count: number, entry: (index: number) => unknown): unknown[] =>
    Array.from({ length: count }, (_, index) => entry(index));
  const heavy: readonly (readonly [id: string, body: unknown])[] = [
    ['createOrder', { currency: 'XAF', items: many(80_000, () => ({})) }],
    ['createInvoice', { items: many(40_000, (index) => index) }],
    ['createPaymentLink', { paymentMethods: many(40_000, (index) => index) }],
    ['createWebhook', { url: 'https://a.example', events: many(20_000, (index) => `e${index}`) }],
    ['createAccessToken', { name: 'a', scopes: many(20_000, (index) => `s${index}`) }],
    ['submitChargebackEvidence', { documents: many(60_000, (index) => index) }],
    ['createProduct', Object.fromEntries(many(20_000, (index) => [`f${index}`, 0]) as [string, number][])],
    ['makePayment', { metadata: { a: many(60_000, () => 0) } }],
    ['submitSupportRequest', { subject: ' '.repeat(250_000), message: 'a' }],
    ['signUp', { email: `a@${'a.'.repeat(120_000)}`, password: 'aA1'.repeat(80_000) }],
    ['login', { email: 'a@b.cm', password: 'x'.repeat(250_000) }],
    ['verifyOtp', { email: `${'a@'.repeat(120_000)}`, otp: '1'.repeat(100) }],
    ['createPaymentLink', { redirectUrl: `https://${'a.'.repeat(120_000)}` }],
  ];
  return heavy.map(([id, body]) => {
    const shot = merchants.shot(id, { token, body, path: { chargebackId: '0193a0b2-5c1e-7c3a-9b1f-2f6f0c7f2a11' } });
    return { ...shot, what: `${id} with all that fits into a body` };
  });
}

/**
 * While heavy bodies are judged, others must be answered as ever; on a machine that is busy anyway, not much later than they are
 * without.
 */
async function attackAttention(assault: Assault, heavy: Shot): Promise<void> {
  const { plan } = assault;
  const idle = await waitsDuring(assault, () => delay(300));
  const send = (): Promise<unknown> =>
    Promise.all(Array.from({ length: plan.short ? 2 : 6 }, () => assault.fire(heavy)));
  const waits = await waitsDuring(assault, send);
  const [longest, usual] = [quantile(waits, 1), quantile(idle, 1)];
  if (longest > plan.slowMs + 5 * usual)
    assault.blame(`${heavy.what}: somebody else waited ${Math.round(longest)} ms, else ${Math.round(usual)}`, heavy);
}

/** How long somebody else waits for each of his answers while something is done. */
async function waitsDuring(assault: Assault, act: () => Promise<unknown>): Promise<number[]> {
  const nothing = { door: 'payment-links', path: { idOrSlug: 'nothing' } } as const;
  const waits: number[] = [];
  let isUnderWay = true;
  const watching = (async () => {
    while (isUnderWay) {
      const shot = { ...assault.merchants.shot('getPaymentLinkBySlug', nothing), what: 'somebody else' };
      waits.push((await assault.send(shot)).ms);
    }
  })();
  await act();
  isUnderWay = false;
  await watching;
  return waits;
}
