import { randomUUID } from 'node:crypto';
import { readOperatorBooks } from '../../chaos/operator-books.js';
import type { Assault } from '../assault.js';
import { repeatsAmiss } from '../judges.js';
import { rowsAsText } from '../made-rows.js';
import type { Merchant } from '../merchants.js';
import type { Json, Reply, Shot } from '../shot.js';

const KEYS = 200;
const KEYS_SHORT = 4;
const AT_ONCE = 100;
/** An account may call a thousand times an hour. */
const KEYS_OF_A_MERCHANT = 8;

interface Kept {
  readonly merchant: Merchant;
  readonly key: string;
  readonly body: Json;
  readonly paymentId: string;
  /** Made by somebody else with the same key. */
  readonly theirId: string | null;
}

/** The same payment a hundred times at the same moment, and again when everything was started anew, is one payment. */
export async function attackRepeats(assault: Assault): Promise<void> {
  const kept: Kept[] = [];
  const stranger = await assault.merchants.fresh();
  const keys = assault.plan.short ? KEYS_SHORT : KEYS;
  for (let turn = 0, merchant = stranger; turn < keys; turn += 1) {
    if (turn % KEYS_OF_A_MERCHANT === 0) merchant = await assault.merchants.fresh();
    kept.push(...(await attackKey(assault, merchant, stranger)));
  }
  await requireOneEach(assault, kept);
  await assault.target.restart?.();
  for (const { merchant, key, body, paymentId } of kept) {
    const shot = shotOf(assault, merchant, key, body);
    blame(assault, shot, repeatsAmiss([await assault.fire(shot)], paymentId));
  }
}

async function attackKey(assault: Assault, merchant: Merchant, stranger: Merchant): Promise<Kept[]> {
  const { merchants } = assault;
  const key = randomUUID();
  const body = { amount: 15_000, currency: 'XAF', provider: 'mtn-momo', phoneNumber: merchants.payer('91') };
  const shot = shotOf(assault, merchant, key, body);
  const replies = await Promise.all(Array.from({ length: AT_ONCE }, () => assault.send(shot)));
  blame(assault, shot, repeatsAmiss(replies, null));
  const paymentId = idIn(replies.find(({ status }) => status === 201));
  if (paymentId === null) return [];
  const again = await assault.fire(shot);
  blame(assault, shot, repeatsAmiss([again], paymentId));
  const other = shotOf(assault, merchant, key, { ...body, amount: 15_001 });
  const refused = await assault.fire(other);
  if (!refused.text.includes('IDEMPOTENCY_MISMATCH')) assault.blame('a key does for another body', other, refused);
  const theirs = shotOf(assault, stranger, key, body);
  const made = await assault.fire(theirs);
  const theirId = idIn(made);
  const isOwn = made.status === 201 && theirId !== paymentId && !made.headers['idempotency-replayed'];
  if (!isOwn) assault.blame('a key of one merchant is known to another', theirs, made);
  return [{ merchant, key, body, paymentId, theirId }];
}

function shotOf({ merchants }: Assault, { token }: Merchant, key: string, body: Json): Shot {
  const shot = merchants.shot('makePayment', { token, body });
  return { ...shot, what: 'the same payment again', headers: { ...shot.headers, 'idempotency-key': key } };
}

function idIn(reply: Reply | undefined): string | null {
  const said: Json = JSON.parse(reply?.text ?? '{}');
  return said.data?.transactionId ?? null;
}

const blame = (assault: Assault, shot: Shot, problems: readonly string[]): void => {
  for (const problem of problems) assault.blame(problem, shot);
};

/** In our tables and in the operator's books; each payer was asked by two merchants, and may have been by merchants of other parts. */
async function requireOneEach(assault: Assault, kept: readonly Kept[]): Promise<void> {
  const { databaseUrl, simulator } = assault.target;
  const text = `
    SELECT payer_msisdn AS payer, array_agg(id) AS ids FROM payments
    WHERE payer_msisdn = ANY($1) AND organization_id IN (SELECT organization_id FROM payments WHERE id = ANY($2)) GROUP BY 1
  `;
  const payers = kept.map(({ body }) => body.phoneNumber as string);
  const told = kept.flatMap(({ paymentId, theirId }) => [paymentId, theirId]);
  const made = JSON.parse(await rowsAsText(databaseUrl, text, [payers, told])) as { payer: string; ids: string[] }[];
  for (const { ids } of made)
    if (ids.length !== 2) assault.blame(`two keys made ${ids.length} payments: ${ids.join(' ')}`);
  if (made.length !== kept.length) assault.blame(`${kept.length} keys were used, and ${made.length} payers were asked`);
  const { requests } = await readOperatorBooks(simulator);
  for (const id of made.flatMap(({ ids }) => ids)) {
    const asked = requests.filter(({ cause }) => cause === id).length;
    if (asked !== 1) assault.blame(`the operator was asked ${asked} times for the payment ${id}`);
  }
}
