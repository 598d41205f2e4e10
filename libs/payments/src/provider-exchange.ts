import { uuidv7 } from '#kernel';
import type { Transaction } from '#platform';
import type { ProviderExchange } from '#providers';

const INSERT = `INSERT INTO provider_exchanges
  (id, provider, operation, subject_id, reference, http_status, duration_ms, body, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Keeps what an operator answered, in the transaction that acts on it. */
export function keepExchange(
  tx: Transaction,
  subject: { readonly id: string; readonly provider: string | null },
  exchange: ProviderExchange,
  now: Date,
): void {
  const { operation, reference, httpStatus, durationMs, body } = exchange;
  tx.write(INSERT, [
    uuidv7(now),
    subject.provider,
    operation,
    subject.id,
    reference,
    httpStatus,
    Math.round(durationMs),
    body,
    now,
  ]);
}
