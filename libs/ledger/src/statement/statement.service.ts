import { Injectable } from '@nestjs/common';
import { beginningOf, uuidv7, type Money, type Tenant } from '#kernel';
import type { Transaction } from '#platform';

export type StatementLineType = 'payment' | 'refund' | 'payout' | 'fee' | 'chargeback';
export type StatementLineStatus = 'pending' | 'processing' | 'completed' | 'failed' | 'reversed';

export interface StatementLine {
  readonly type: StatementLineType;
  readonly direction: 'credit' | 'debit';
  readonly amount: Money;
  readonly status: StatementLineStatus;
  readonly description: string;
  readonly paymentId?: string;
  readonly refundId?: string;
  readonly payoutId?: string;
  readonly chargebackId?: string;
  readonly availableOn?: string | null;
}

const COLUMNS = `id, organization_id, mode, type, direction, amount, currency, status, description,
  payment_id, refund_id, payout_id, chargeback_id, available_on, created_at, updated_at`;
const INSERT = `INSERT INTO statement_lines (${COLUMNS})
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)`;
const FOLLOW = {
  payoutId: 'UPDATE statement_lines SET status = $2, updated_at = $3 WHERE payout_id = $1',
  chargebackId: 'UPDATE statement_lines SET status = $2, updated_at = $3 WHERE chargeback_id = $1',
} as const;

const FOLLOW_REFUND = `UPDATE statement_lines SET status = $2, updated_at = $3
  WHERE refund_id = $1 AND (type <> 'fee' OR amount = $4)`;

/** Writes the account statement in the transaction that moves the money, so that it always explains the balance. */
@Injectable()
export class Statement {
  add(tx: Transaction, tenant: Tenant, at: Date, line: StatementLine): void {
    tx.write(INSERT, [
      uuidv7(at),
      tenant.organizationId,
      tenant.mode,
      line.type,
      line.direction,
      line.amount.toDecimal(),
      line.amount.currency,
      line.status,
      beginningOf(line.description, 255),
      line.paymentId ?? null,
      line.refundId ?? null,
      line.payoutId ?? null,
      line.chargebackId ?? null,
      line.availableOn ?? null,
      at,
    ]);
  }

  /**
   * Lets the lines of a refund take its new status. A refund that is tried again may give back another share of the
   * fee than before: of its fee lines only the one over that share follows.
   */
  followRefund(tx: Transaction, refundId: string, fee: Money, status: StatementLineStatus, at: Date): void {
    tx.write(FOLLOW_REFUND, [refundId, status, at, fee.toDecimal()]);
  }

  /** Lets the lines of a payout or chargeback take its new status. */
  follow(tx: Transaction, by: keyof typeof FOLLOW, id: string, status: StatementLineStatus, at: Date): void {
    tx.write(FOLLOW[by], [id, status, at]);
  }
}
