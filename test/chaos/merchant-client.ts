import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { DashboardClient, type Answer } from '../support/platform-processes/dashboard-client.js';
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
  /** How often a call was made again after the connection broke or the answer said so. */
  repeats: number;
}

const PATIENCE_MS = 90_000;
const BETWEEN_REPEATS_MS = [100, 200, 400, 800, 1000] as const;

/**
 * A merchant's system as it should be: one key per intended payment, and the same call again until somebody says what
 * became of it.
 */
export class MerchantClient {
  readonly records: MerchantRecords = { acknowledged: [], complaints: [], repeats: 0 };

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
    const request = {
      amount: this.random.between(100, 90_000),
      currency: 'XAF',
      provider: 'mtn-momo',
      phoneNumber: payerOf(row, this.random),
      description: `Basket ${this.records.acknowledged.length}`,
    };
    const idempotencyKey = randomUUID();
    const deadline = Date.now() + PATIENCE_MS;
    for (let attempts = 1; Date.now() < deadline; attempts += 1) {
      const answer = await this.attempt(request, idempotencyKey);
      const verdict = answer && verdictOf(answer);
      if (verdict === 'unexpected') {
        this.records.complaints.push(`${answer?.status} ${JSON.stringify(answer?.body)}`);
        return;
      }
      if (answer && verdict && verdict !== 'again') {
        const paymentId = paymentIdOf(answer);
        this.records.acknowledged.push({
          idempotencyKey,
          row,
          amount: request.amount,
          told: verdict,
          paymentId,
          attempts,
        });
        return;
      }
      this.records.repeats += 1;
      await delay(BETWEEN_REPEATS_MS[Math.min(attempts, BETWEEN_REPEATS_MS.length) - 1]);
    }
    this.records.complaints.push(`no answer to ${idempotencyKey} within ${PATIENCE_MS / 1000} s`);
  }

  /** Null when the connection broke: nobody knows how far the call came. */
  private async attempt(body: object, idempotencyKey: string): Promise<Answer | null> {
    try {
      const headers = { 'idempotency-key': idempotencyKey };
      return await this.door.call('POST', '/payments/make-payment', { token: this.token, body, headers });
    } catch {
      return null;
    }
  }
}

type Verdict = Acknowledged['told'] | 'again' | 'unexpected';

function verdictOf({ status, body }: Answer): Verdict {
  if (status === 201) return 'started';
  const code = (body as { error?: { code?: string } }).error?.code;
  if (status === 400 && code === 'PAYMENT_FAILED') return 'refused';
  if (status === 502 && code === 'PROVIDER_UNAVAILABLE') return 'unreachable';
  if (status === 503 || (status === 409 && code === 'IDEMPOTENCY_IN_PROGRESS')) return 'again';
  return 'unexpected';
}

function paymentIdOf({ body }: Answer): string {
  const { data, error } = body as {
    data?: { transactionId: string };
    error?: { details?: { transactionId?: string } };
  };
  return data?.transactionId ?? error?.details?.transactionId ?? 'an answer without a payment';
}
