import { createHash, randomUUID } from 'node:crypto';
import fastify from 'fastify';
import pg from 'pg';
import { Pool } from 'undici';
import { uuidv7 } from '#kernel';
import { settleOnCallbacks } from './floor-settling.js';
import { ACCEPT, ANSWER, COUNT, FOUND_COUNT, FOUND_PAGE, PAGE } from './floor-statements.js';

/**
 * The floor: the same rows, the same call to the operator, the same answer, and nothing else. No credentials, no limits, no
 * validation, no log. A process of its own.
 */
const { DATABASE_URL, OPERATOR_URL, ORGANIZATION_ID: organizationId } = process.env;
const database = new pg.Pool({ connectionString: DATABASE_URL, max: Number(process.env['POOL_SIZE']) });
const operator = new Pool(OPERATOR_URL ?? '', { connections: 64 });
const server = fastify({ forceCloseConnections: true });
settleOnCallbacks({ server, database, operator, organizationId: organizationId ?? '' });

interface PaymentRequest {
  readonly amount: number;
  readonly phoneNumber: string;
  readonly description: string;
}

const MINUTE_MS = 60_000;

server.post<{ Body: PaymentRequest }>('/payments', async (request, reply) => {
  const { body } = request;
  const key = String(request.headers['idempotency-key']);
  const now = new Date();
  const payment = paymentOf(body, now);
  await database.query({ ...ACCEPT, values: acceptValues(payment, body, key, now) });
  const startedAt = performance.now();
  const status = await collect(payment, body);
  const answer = JSON.stringify(payment);
  const took = Math.round(performance.now() - startedAt);
  const values = [
    payment.id,
    new Date(),
    uuidv7(),
    payment.providerReference,
    status,
    took,
    '',
    answer,
    organizationId,
    key,
  ];
  await database.query({ ...ANSWER, values });
  const { id, amount, providerReference, expiresAt } = payment;
  const data = { transactionId: id, paymentId: id, status: 'pending', providerReference, amount: Number(amount) };
  void reply.status(201);
  return { success: true, data: { ...data, currency: 'XAF', expiresAt, mode: 'SANDBOX' } };
});

type Payment = ReturnType<typeof paymentOf>;

/** As the platform tells of a payment in events and kept answers, field by field. */
function paymentOf({ amount, phoneNumber, description }: PaymentRequest, now: Date) {
  const createdAt = now.toISOString();
  const figure = String(amount);
  return {
    ...{ id: uuidv7(now), organizationId, mode: 'sandbox', status: 'pending', amount: figure, currency: 'XAF' },
    ...{ provider: 'mtn-momo', payerMsisdn: phoneNumber, payerName: null, payerEmail: null, description, metadata: {} },
    ...{ customerId: null, orderId: null, invoiceId: null, paymentLinkId: null, providerReference: randomUUID() },
    ...{ providerAmount: figure, providerCurrency: 'XAF', exchangeRate: '1', operatorTransactionId: null, fee: '0' },
    ...{ refundedAmount: '0', refundingAmount: '0', disputeState: 'none', disputeId: null, failureReason: null },
    ...{ failureMessage: null, cancelledBy: null, settledAt: null, availableAt: null, lastCheckedAt: null },
    ...{ expiresAt: new Date(now.getTime() + 30 * MINUTE_MS).toISOString(), createdAt, updatedAt: createdAt },
  };
}

function acceptValues(payment: Payment, { amount, phoneNumber, description }: PaymentRequest, key: string, now: Date) {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const later = (minutes: number): Date => new Date(now.getTime() + minutes * MINUTE_MS);
  return [
    ...[organizationId, digest(`${phoneNumber} ${amount} XAF`), payment.id, later(2), now],
    ...[key, digest(JSON.stringify({ amount, phoneNumber, description })), later(24 * 60)],
    ...[payment.amount, phoneNumber, description, '{}', payment.providerReference, later(30), later(0.03)],
    ...[uuidv7(now), `req_${payment.id}`, uuidv7(now), JSON.stringify({ payment })],
  ];
}

async function collect({ id, amount, providerReference }: Payment, { phoneNumber, description }: PaymentRequest) {
  const answer = await operator.request({
    method: 'POST',
    path: '/collection/v1_0/requesttopay',
    headers: {
      'content-type': 'application/json',
      'x-reference-id': providerReference,
      'x-callback-url': callbackUrl,
      authorization: 'Bearer bench',
      'ocp-apim-subscription-key': 'c011ec7104a54b3c9d2e7f6081a2b3c4',
      'x-target-environment': 'sandbox',
    },
    body: JSON.stringify({
      amount,
      currency: 'EUR',
      externalId: id,
      payerMessage: description,
      payeeNote: id,
      payer: { partyIdType: 'MSISDN', partyId: phoneNumber.slice(1) },
    }),
  });
  await answer.body.dump();
  return answer.statusCode;
}

interface ListQuery {
  readonly page: string;
  readonly limit: string;
  readonly search?: string;
  readonly total?: string;
}

server.get<{ Querystring: ListQuery }>('/payments', async ({ query }) => {
  const limit = Number(query.limit);
  const window = [organizationId, limit, (Number(query.page) - 1) * limit];
  const pattern = query.search === undefined ? [] : [`%${query.search}%`];
  const [items, counted] = await Promise.all([
    database.query({ ...(query.search === undefined ? PAGE : FOUND_PAGE), values: [...window, ...pattern] }),
    query.total === 'no' ? null : count([organizationId, ...pattern]),
  ]);
  return { success: true, data: { payments: items.rows as object[], total: counted } };
});

async function count(values: unknown[]): Promise<number> {
  const statement = values.length === 1 ? COUNT : FOUND_COUNT;
  const { rows } = await database.query<{ total: number }>({ ...statement, values });
  return rows[0]?.total ?? 0;
}

process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
const url = await server.listen({ port: 0, host: '127.0.0.1' });
const callbackUrl = `${url}/callback`;
process.send?.({ type: 'ready', url });
