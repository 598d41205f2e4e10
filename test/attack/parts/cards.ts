import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { Contract } from '#platform';
import { cardsIn, someCards, writings } from '../../support/cards.js';
import { bodyExample } from '../../support/contract-calls.js';
import type { Assault } from '../assault.js';
import { SpoiltCalls } from '../spoilt-calls.js';

const CARDS = 1000;
const CARDS_SHORT = 200;
/** What is written behind the answers is written by then. */
const WRITTEN_BEHIND_MS = 4000;

/** The number of a card in every field that takes a text; afterwards none is in the database, what it logs, or our logs. */
export async function attackCards(assault: Assault): Promise<void> {
  const [control = '', ...cards] = someCards(1 + (assault.plan.short ? CARDS_SHORT : CARDS));
  await send(assault, cards);
  await delay(WRITTEN_BEHIND_MS);
  for (const [where, found] of await search(assault))
    assault.blame(`${where} keeps numbers of cards: ${found.join(' ')}`);
  await beSeen(assault, control);
}

async function send(assault: Assault, cards: readonly string[]): Promise<void> {
  const { merchants } = assault;
  const texts = (['dashboard', 'payment-links'] as const).flatMap((door) => {
    const contract = Contract.of(door);
    return [...contract.operations.values()]
      .filter(({ id, takesJson }) => takesJson && id !== 'logout')
      .flatMap((operation) =>
        [...new SpoiltCalls(contract, operation, bodyExample).texts()].map((give) => ({
          door,
          id: operation.id,
          give,
        })),
      );
  });
  // Every field has its turn, and begins again until there are no more numbers.
  const turns = Array.from({ length: Math.max(cards.length, texts.length) }, (_, turn) => turn);
  await assault.inTurns(turns, async (turn) => {
    const text = texts[turn % texts.length];
    const card = cards[turn % cards.length] ?? '';
    const written = writings(card)[turn % 4] ?? card;
    if (!text) return;
    const merchant = await merchants.next();
    const shot = merchants.shot(text.id, { door: text.door, token: merchant.token, path: merchant.holdings });
    const { what, json = '' } = text.give(written);
    const headers = { ...shot.headers, 'content-type': 'application/json', 'user-agent': `shop ${card}` };
    await assault.fire({ ...shot, what: `${text.id}: ${what}`, headers, body: json });
  });
}

type Found = readonly [where: string, cards: readonly string[]];

async function search({ target }: Assault): Promise<Found[]> {
  const places = [...(await searchTables(target.databaseUrl))];
  for (const folder of [target.logs, join(target.config.dataDirectory, 'postgres', 'pg_wal')]) {
    for (const name of await readdir(folder).catch(() => [])) {
      const bytes = await readFile(join(folder, name)).catch(() => null);
      if (bytes) places.push([name, cardsIn(bytes.toString('latin1'))]);
    }
  }
  return places.filter(([, cards]) => cards.length > 0);
}

/** Queues lie in the database as well. */
async function searchTables(databaseUrl: string): Promise<Found[]> {
  return onClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('public', 'bullmq')`,
    );
    const found: Found[] = [];
    for (const { name } of rows) {
      const texts = await client.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`);
      found.push([name, texts.rows.flatMap(({ text }) => cardsIn(text))]);
    }
    return found;
  });
}

/** One that is written on purpose is found in each place: that none was found before means something. */
async function beSeen(assault: Assault, card: string): Promise<void> {
  const { databaseUrl, logs } = assault.target;
  const log = join(logs, 'control.log');
  await writeFile(log, `{"msg":"${card}"}\n`);
  await onClient(databaseUrl, (client) =>
    client.query(`CREATE TABLE attack_control AS SELECT '${card}'::text AS kept`),
  );
  const seen = (await search(assault)).filter(([, cards]) => cards.includes(card)).map(([where]) => where);
  await onClient(databaseUrl, (client) => client.query('DROP TABLE attack_control'));
  await rm(log);
  for (const place of [/^public\.attack_control$/, /^control\.log$/, /^[0-9A-F]{24}$/]) {
    if (!seen.some((where) => place.test(where)))
      assault.blame(`the search for cards does not see one in ${place.source}`);
  }
}

async function onClient<T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
