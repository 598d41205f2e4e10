import { setTimeout as delay } from 'node:timers/promises';
import { doualaDay } from '#kernel';
import type { Assault } from '../assault.js';
import { rowsAsText } from '../made-rows.js';

/** The largest amount that the contract lets pass, so often that its sum has more digits than an amount. */
const LARGEST = 9_999_999_999_999;
const TIMES = 105;
const PATIENCE_MS = 25_000;
/** Written beside what they are about and folded by jobs, for all organisations in one statement. */
const NOTES = ['list_count_changes', 'balance_day_changes'] as const;

/** What one merchant can make fail must not stop what is done for all in one go. */
export async function attackWithPoison(assault: Assault): Promise<void> {
  const { merchants, target } = assault;
  const { token, holdings } = await merchants.furnished();
  const customerId = holdings['customerId'];
  const order = { customerId, currency: 'XAF', items: [{ name: 'Palace', quantity: 1, price: LARGEST }] };
  await assault.inTurns(Array.from({ length: TIMES }), async () => {
    const phoneNumber = merchants.payer('91');
    await assault.fire(merchants.shot('createOrder', { token, body: order }));
    const payment = { amount: LARGEST, currency: 'XAF', provider: 'mtn-momo', phoneNumber };
    await assault.fire(merchants.shot('makePayment', { token, body: payment }));
  });
  const left = (): Promise<string> =>
    rowsAsText(target.databaseUrl, NOTES.map((name) => `SELECT '${name}' AS notes FROM ${name}`).join(' UNION '), []);
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && (await left()) !== '[]') await delay(500);
  if ((await left()) !== '[]') assault.blame(`notes of all merchants are folded no longer: ${await left()}`);
  const day = doualaDay(new Date());
  for (const [id, query] of [
    ['getBalance', ''],
    ['getBalanceReport', `?startDate=${day}&endDate=${day}`],
    ['getSettlementsReport', ''],
    ['getDailyStatistics', `?startDate=${day}&endDate=${day}`],
  ] as const) {
    const shot = merchants.shot(id, { token, query });
    const reply = await assault.fire(shot);
    if (reply.status !== 200) assault.blame(`${id} of somebody who has very much: ${reply.status}`, shot, reply);
  }
}
