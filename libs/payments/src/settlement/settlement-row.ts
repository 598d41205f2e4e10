import type { Money, Tenant } from '#kernel';
import type { Transaction } from '#platform';

/** What one run releases into available of one settlement day. */
export interface SettlementRow {
  readonly id: string;
  readonly tenant: Tenant;
  /** The day on which the payments become available. */
  readonly day: string;
  readonly amount: Money;
  readonly gross: Money;
  readonly fees: Money;
  readonly payments: number;
}

const INSERT = `INSERT INTO settlements
  (id, organization_id, mode, currency, settled_on, amount, gross_amount, fees, payment_count, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export function insertSettlement(tx: Transaction, settlement: SettlementRow, now: Date): void {
  const { id, tenant, day, amount, gross, fees, payments } = settlement;
  tx.write(INSERT, [
    id,
    tenant.organizationId,
    tenant.mode,
    amount.currency,
    day,
    amount.toDecimal(),
    gross.toDecimal(),
    fees.toDecimal(),
    payments,
    now,
  ]);
}
