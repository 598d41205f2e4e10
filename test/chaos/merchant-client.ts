import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import type { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import { type Answer } from '../support/platform-processes/dashboard-client.js';
import { payerOf, pickRow, type PayerRow } from './payer-rows.js';
import type { SeededRandom } from './seeded-random.js';

/** What the merchant's own system knows of a payment that it asked for. */
export interface Acknowledged {
  readonly idempotencyKey: string;
  readonly row: PayerRow;
  readonly amount: number;
  /** `started`, or ended at the first call: refused by the operator, or it could not be reached. */
  readonly told: 'started' | 'refused' | 'unreachable';
  readonly paymentId: string;
  readonly attempts: number;
}

export interface MerchantRecords {
  readonly acknowledged: Acknowledged[];
  /** Answers that no client can make sense of, and payments that were given up. */
  readonly complaints: string[];
  /** Why calls were made again, and how often. */
  readonly repeats: Map<string, number>;
}

const PATIENCE_MS = 90_000;
const BETWEEN_REPEATS_MS = [100, 200, 400, 800, 1000] as const;

/**
 * A merchant's system as it should be: one key per intended payment, and the same call again until somebody says what
 * became of it.
 */
export class MerchantClient {
  readonly records: MerchantRecords = { acknowledged: [], complaints: [], repeats: new Map() };

  constructor(
    private readonly door: DashboardClient,
    private readonly token: string,
    private readonly random: SeededRandom,
  ) {}

  /** Asks for so many payments at once and resolves when it knows of each what became of it. Never rejects. */
  async askForPayments(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.askForOne()));
  }

  private async askForOne(): Promise<void> {
    const row = pickRow(this.random);
    const amount = this.random.between(100, 90_000);
    const phoneNumber = payerOf(row, this.random);
    const request = { amount, currency: 'XAF', provider: 'mtn-momo', phoneNumber, description: 'Basket' };
    const idempotencyKey = randomUUID();
    const { acknowledged, complaints, repeats } = this.records;
    const deadline = Date.now() + PATIENCE_MS;
    for (let attempts = 1; Date.now() < deadline; attempts += 1) {
      const verdict = await this.attempt(request, idempotencyKey);
      if ('told' in verdict) return void acknowledged.push({ idempotencyKey, row, amount, attempts, ...verdict });
      if ('complaint' in verdict) return void complaints.push(verdict.complaint);
      repeats.set(verdict.again, (repeats.get(verdict.again) ?? 0) + 1);
      await delay(BETWEEN_REPEATS_MS[Math.min(attempts, BETWEEN_REPEATS_MS.length) - 1]);
    }
    complaints.push(`no answer to ${idempotencyKey} within ${PATIENCE_MS / 1000} s`);
  }

  private async attempt(body: object, idempotencyKey: string): Promise<Verdict> {
    try {
      const headers = { 'idempotency-key': idempotencyKey };
      return verdictOn(await this.door.call('POST', '/payments/make-payment', { token: this.token, body, headers }));
    } catch (error) {
      const { code } = error as { code?: string };
      return { again: code === 'ECONNREFUSED' ? 'nobody listened' : 'the connection broke' };
    }
  }
}

type Verdict =
  | { readonly told: Acknowledged['told']; readonly paymentId: string }
  | { readonly again: string }
  | { readonly complaint: string };

function verdictOn({ status, body }: Answer): Verdict {
  const { data, error } = body as AnswerBody;
  if (status === 201 && data) return { told: 'started', paymentId: data.transactionId };
  const paymentId = error?.details?.transactionId;
  if (status === 400 && error?.code === 'PAYMENT_FAILED' && paymentId) return { told: 'refused', paymentId };
  if (status === 502 && error?.code === 'PROVIDER_UNAVAILABLE' && paymentId) return { told: 'unreachable', paymentId };
  if (status === 409 && error?.code === 'IDEMPOTENCY_IN_PROGRESS') return { again: 'the first call may still run' };
  if (status === 503) return { again: 'the service was unavailable' };
  return { complaint: `${status} ${JSON.stringify(body)}` };
}

interface AnswerBody {
  readonly data?: { readonly transactionId: string };
  readonly error?: { readonly code: string; readonly details?: { readonly transactionId?: string } | null };
}
