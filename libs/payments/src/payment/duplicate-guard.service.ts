import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock, type Money, type Tenant } from '#kernel';
import { CONFIG, ConstraintViolation, Database, type Config, type Transaction } from '#platform';
import type { Payment } from './payment.aggregate.js';
import { DuplicatePayment } from './payment.errors.js';

const NO_DUPLICATE = 'payment_intents_no_duplicate';
const GUARD_INTENT = `INSERT INTO payment_intents
  (organization_id, mode, fingerprint, payment_id, guarded_until, guard, started_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (organization_id, mode, fingerprint) DO UPDATE SET payment_id = excluded.payment_id,
    guarded_until = excluded.guarded_until, guard = excluded.guard, started_at = excluded.started_at`;
const FIND = `SELECT payment_id FROM payment_intents JOIN payments ON payments.id = payment_id
  WHERE payment_intents.organization_id = $1 AND payment_intents.mode = $2 AND fingerprint = $3
    AND guarded_until > $4 AND status IN ('pending', 'settled')`;

/** Keeps an equal payment from being started twice within a moment by callers who send no idempotency key. */
@Injectable()
export class DuplicateGuard {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds to the flush what a repeat is recognised by. While an equal one is open or paid, a guarded one lets it fail. */
  note(tx: Transaction, payment: Payment, guarded: boolean): void {
    const now = payment.createdAt;
    const guardedUntil = new Date(now.getTime() + this.config.duplicateWindowSeconds * 1000);
    const intent = fingerprintOf(payment.payerMsisdn, payment.money);
    tx.write(GUARD_INTENT, [payment.organizationId, payment.mode, intent, payment.id, guardedUntil, guarded, now]);
  }

  /** Throws DuplicatePayment where a guarded payment would. Under no lock: only for those who are refused anyway. */
  async refuseDuplicate({ organizationId, mode }: Tenant, payerMsisdn: string, amount: Money): Promise<void> {
    const intent = fingerprintOf(payerMsisdn, amount);
    const found = await this.database.first<{ payment_id: string }>(FIND, [
      organizationId,
      mode,
      intent,
      this.clock.now(),
    ]);
    if (found) throw new DuplicatePayment(found.payment_id);
  }
}

const fingerprintOf = (payerMsisdn: string, amount: Money): Buffer =>
  createHash('sha256').update(`${payerMsisdn} ${amount.toDecimal()} ${amount.currency}`).digest();

/** DuplicatePayment for a flush that failed on the guard, and any other error as it is. */
export function duplicateOf(error: unknown): unknown {
  const duplicate = error instanceof ConstraintViolation && error.constraint === NO_DUPLICATE && error.detail;
  return duplicate ? new DuplicatePayment(duplicate) : error;
}
