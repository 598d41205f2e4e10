import { Injectable } from '@nestjs/common';
import { Clock, doualaDay, type Tenant } from '#kernel';
import type { Transaction } from '#platform';

/** Invoices, and credit notes. */
export type NumberSeries = 'INV' | 'CN';

const TAKE_NEXT = `INSERT INTO invoice_counters AS c (organization_id, mode, series, year, last_number)
  VALUES ($1, $2, $3, $4, 1)
  ON CONFLICT (organization_id, mode, series, year) DO UPDATE SET last_number = c.last_number + 1
  RETURNING last_number AS number`;
const DIGITS = 6;

/** Numbers without gaps, per organisation, mode, series and year of Douala: INV-2025-000001. */
@Injectable()
export class InvoiceNumbers {
  constructor(private readonly clock: Clock) {}

  /**
   * The next number, which nobody else gets: others of the series wait for the end of the transaction, and a transaction
   * that is rolled back gives its number back. Ask last, so that they wait for as little as possible.
   */
  async next(tx: Transaction, { organizationId, mode }: Tenant, series: NumberSeries): Promise<string> {
    const year = doualaDay(this.clock.now()).slice(0, 4);
    const [taken] = await tx.query<{ number: number }>(TAKE_NEXT, [organizationId, mode, series, year]);
    if (!taken) throw new Error(`No number in ${series}-${year}`);
    return `${series}-${year}-${String(taken.number).padStart(DIGITS, '0')}`;
  }
}
