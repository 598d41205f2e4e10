import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import type { Pool } from 'undici';
import { uuidv7 } from '#kernel';
import { CALLED_BACK, SETTLE } from './floor-statements.js';

interface Floor {
  readonly server: FastifyInstance;
  readonly database: pg.Pool;
  readonly operator: Pool;
  readonly organizationId: string;
}

/** Asked about at once; the platform has as many hands. */
const UNDER_WAY_MAX = 32;
const FEE_PER_MILLE = 25;

/** Settling, by hand: keeps the callback, asks the operator what it is worth, and writes the rows in one statement. */
export function settleOnCallbacks(floor: Floor): void {
  const waiting: string[] = [];
  let underWay = 0;
  const work = async (): Promise<void> => {
    underWay += 1;
    for (let next = waiting.shift(); next; next = waiting.shift()) await settle(floor, next);
    underWay -= 1;
  };
  floor.server.put<{ Body: { externalId: string } }>('/callback', async ({ body }) => {
    const { externalId } = body;
    await floor.database.query({
      ...CALLED_BACK,
      values: [uuidv7(), `req_${externalId}`, [externalId], JSON.stringify(body), new Date(), uuidv7()],
    });
    waiting.push(externalId);
    if (underWay < UNDER_WAY_MAX) void work();
    return { received: true };
  });
}

const PAYMENT = {
  name: 'floor-payment',
  text: 'SELECT provider_reference, amount, description FROM payments WHERE id = $1',
};

async function settle({ database, operator, organizationId }: Floor, id: string): Promise<void> {
  const { rows } = await database.query<{ provider_reference: string; amount: string; description: string }>({
    ...PAYMENT,
    values: [id],
  });
  const [payment] = rows;
  if (!payment) throw new Error(`${id} is unknown`);
  const startedAt = performance.now();
  const answer = await operator.request({
    method: 'GET',
    path: `/collection/v1_0/requesttopay/${payment.provider_reference}`,
    headers: { authorization: 'Bearer bench', 'x-target-environment': 'sandbox' },
  });
  const body = await answer.body.text();
  const took = Math.round(performance.now() - startedAt);
  const amount = Number(payment.amount);
  const fee = Math.round((amount * FEE_PER_MILLE) / 1000);
  const now = new Date();
  const figures = [amount, fee, amount - fee, -fee, fee - amount];
  const names = [`Payment: ${payment.description}`, `Fee of payment: ${payment.description}`];
  const event = JSON.stringify({ payment: { ...payment, id, status: 'settled' } });
  const ids = Array.from({ length: 6 }, () => uuidv7(now));
  const exchange = [payment.provider_reference, answer.statusCode, took, body];
  await database.query({
    ...SETTLE,
    values: [id, organizationId, now, ...figures, ...names, event, ...exchange, ...ids, Number(`0x${id.slice(-1)}`)],
  });
}
