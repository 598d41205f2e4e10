import { createHmac } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Assault } from '../assault.js';
import { rowsAsText } from '../made-rows.js';
import type { Merchant } from '../merchants.js';
import type { Json, Shot } from '../shot.js';
import { CALLBACK_SECRET } from '../stage.js';

const AT_ONCE = 100;

/** Notices that say what an operator did not, or say again what it did. */
export async function attackCallbacks(assault: Assault): Promise<void> {
  const merchant = await assault.merchants.fresh();
  await forge(assault, merchant);
  await replay(assault, merchant);
}

interface Started {
  readonly paymentId: string;
  readonly reference: string;
}

async function start({ merchants, target }: Assault, { token }: Merchant, ending: string): Promise<Started> {
  const body = { amount: 15_000, currency: 'XAF', provider: 'mtn-momo', phoneNumber: merchants.payer(ending) };
  const { transactionId: paymentId } = await merchants.data('makePayment', { token, body });
  const rows = await rowsAsText(
    target.databaseUrl,
    'SELECT provider_reference AS reference FROM payments WHERE id = $1',
    [paymentId],
  );
  return { paymentId, reference: JSON.parse(rows)[0].reference };
}

const notice = ({ reference, paymentId }: Started): object => ({
  financialTransactionId: '1234567890',
  externalId: paymentId,
  referenceId: reference,
  reference,
  transactionId: paymentId,
  amount: '15000',
  currency: 'XAF',
  payer: { partyIdType: 'MSISDN', partyId: '237671381191' },
  status: 'SUCCESSFUL',
});

const VERBS = {
  receiveMtnCallback: 'PUT',
  receiveMomoIpnPost: 'POST',
  receiveMomoIpnPut: 'PUT',
  receiveMomoIpnPatch: 'PATCH',
  receiveMomoIpnDelete: 'DELETE',
} as const;

/** Nobody but the operator decides, not even somebody who has learnt the secret part of the address. */
async function forge(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants } = assault;
  const started = await start(assault, merchant, '01');
  const body = notice(started);
  const text = JSON.stringify(body);
  const signature = (key: string): string => createHmac('sha256', key).update(text).digest('hex');
  const proofs: readonly (readonly [what: string, query: string, headers: Record<string, string>, holds: boolean])[] = [
    ['nothing', '', {}, false],
    ['a wrong token', '?token=x', {}, false],
    ['an empty token', '?token=', {}, false],
    ['two tokens', `?token=${CALLBACK_SECRET}&token=x`, {}, false],
    ['a token as a list', `?token[]=${CALLBACK_SECRET}`, {}, false],
    ['a token in other letters', `?token=${CALLBACK_SECRET.toUpperCase()}`, {}, false],
    ['the beginning of the token', `?token=${CALLBACK_SECRET.slice(0, -1)}`, {}, false],
    ['a wrong signature', '', { 'x-callback-signature': signature('x') }, false],
    ['a signature in other letters', '', { 'x-callback-signature': signature(CALLBACK_SECRET).toUpperCase() }, false],
    [
      'the right token and a wrong signature',
      `?token=${CALLBACK_SECRET}`,
      { 'x-callback-signature': signature('x') },
      false,
    ],
    ['the right token', `?token=${CALLBACK_SECRET}`, {}, true],
    ['the right signature', '', { 'x-callback-signature': signature(CALLBACK_SECRET) }, true],
  ];
  for (const id of Object.keys(VERBS)) {
    for (const [what, query, headers, holds] of proofs) {
      const shot = merchants.shot(id, { query, body });
      const sent = { ...shot, what: `a notice with ${what}`, headers: { ...shot.headers, ...headers } };
      const reply = await assault.fire(sent);
      if (reply.status < 300 !== holds) assault.blame(`${sent.what} is answered with ${reply.status}`, sent, reply);
    }
  }
  await assault.inTurns(SPOILT, async (spoilt) => {
    const shot = merchants.shot('receiveMomoIpnPost', {
      query: `?token=${CALLBACK_SECRET}&operator=${spoilt.operator ?? 'mtn-momo'}`,
    });
    await assault.fire({
      ...shot,
      what: `a notice that is ${spoilt.what}`,
      headers: { ...shot.headers, 'content-type': spoilt.type ?? 'application/json' },
      body: spoilt.body,
    });
  });
  await delay(1500);
  const after = await merchants.data('getPayment', { token: merchant.token, path: { paymentId: started.paymentId } });
  if (after.status !== 'pending') assault.blame(`a forged notice made a payment ${after.status}`);
  const money = await balance(assault, merchant);
  if (money !== 0) assault.blame(`a forged notice made a balance of ${money}`);
}

const SPOILT: readonly {
  readonly what: string;
  readonly body: string | Buffer;
  readonly type?: string;
  readonly operator?: string;
}[] = [
  { what: 'nothing', body: '' },
  { what: 'no JSON', body: '{"a":' },
  { what: 'a list', body: '[1,2]' },
  { what: 'null', body: 'null' },
  { what: 'deep', body: '['.repeat(100_000) },
  { what: 'bytes', body: Buffer.from([0, 255, 254, 0]) },
  { what: 'XML', body: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', type: 'application/xml' },
  { what: 'a form', body: 'externalId=x&externalId=y&__proto__[a]=1', type: 'application/x-www-form-urlencoded' },
  {
    what: 'a form with files',
    body: '--x\r\nContent-Disposition: form-data; name="externalId"\r\n\r\ny\r\n--x--\r\n',
    type: 'multipart/form-data; boundary=x',
  },
  {
    what: 'full of fields of the wrong type',
    body: JSON.stringify({
      externalId: { $gt: '' },
      referenceId: ['a'],
      reference: 7,
      transactionId: null,
      status: {},
    }),
  },
  {
    what: 'full of SQL',
    body: JSON.stringify({ externalId: "'); DELETE FROM payments; --", reference: "' OR 1=1--" }),
  },
  { what: 'full of NUL', body: JSON.stringify({ externalId: '\u0000', reference: 'a\u0000b' }) },
  { what: 'of all objects', body: '{"__proto__":{"externalId":"x"},"constructor":{"prototype":{}}}' },
  {
    what: 'of the other operator',
    body: JSON.stringify({ payToken: 'MP20112212AA1234567890', data: { payToken: [] }, payment: 'x' }),
    operator: 'orange-money',
  },
  { what: 'of nobody', body: '{}', operator: '../../x' },
  { what: 'full of surrogates', body: '{"externalId":"\\ud800","reference":"\\udfff"}' },
  { what: 'very long', body: JSON.stringify({ externalId: 'x'.repeat(250_000) }) },
];

/** The right notice a hundred times at once is one payment. */
async function replay(assault: Assault, merchant: Merchant): Promise<void> {
  const { merchants, target } = assault;
  const started = await start(assault, merchant, '10');
  const shot = (): Shot =>
    merchants.shot('receiveMtnCallback', { query: `?token=${CALLBACK_SECRET}`, body: notice(started) });
  for (let wave = 0; wave < 3; wave += 1) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => assault.fire(shot())));
    await delay(1500);
  }
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && (await statusOf(assault, merchant, started)) === 'pending') await delay(250);
  const journals = JSON.parse(
    await rowsAsText(
      target.databaseUrl,
      `SELECT count(*)::int AS settled FROM statement_lines WHERE payment_id = $1 AND type = 'payment'`,
      [started.paymentId],
    ),
  ) as { settled: number }[];
  if (journals[0]?.settled !== 1)
    assault.blame(
      `a payment that was told of ${3 * AT_ONCE} times is in the statement ${journals[0]?.settled} times`,
      shot(),
    );
}

const statusOf = async ({ merchants }: Assault, { token }: Merchant, { paymentId }: Started): Promise<string> =>
  (await merchants.data('getPayment', { token, path: { paymentId } })).status;

async function balance({ merchants }: Assault, { token }: Merchant): Promise<number> {
  const said: Json = await merchants.data('getBalance', { token });
  const amounts = JSON.stringify(said).matchAll(/"(?:available|pending|total|balance)":(-?\d+)/g);
  return [...amounts].reduce((sum, [, amount]) => sum + Number(amount), 0);
}
