import { Injectable } from '@nestjs/common';
import { Clock, type Currency, type Tenant } from '#kernel';
import { Database } from '#platform';
import { INVOICE_SUMMARY_COLUMNS, invoiceSummary, type InvoiceSummary } from '../invoice/invoice-view.js';

/** What was invoiced to a customer in one mode. Amounts are decimal text, of invoices in `currency` alone. */
export interface CustomerFigures {
  /** That of the latest invoice; XAF without invoices. */
  readonly currency: Currency;
  /** Of every currency, drafts included. */
  readonly invoices: number;
  readonly invoiced: string;
  readonly paid: string;
  /** Due on invoices that were sent. */
  readonly outstanding: string;
}

export const NO_FIGURES: CustomerFigures = {
  currency: 'XAF',
  invoices: 0,
  invoiced: '0',
  paid: '0',
  outstanding: '0',
};

/** Customer by customer: the planner takes most merchants to be small, and would read all invoices of the merchant. */
const FIGURES = `SELECT asked.id AS "customerId", figures.* FROM unnest($3::uuid[]) AS asked (id)
  CROSS JOIN LATERAL (
    SELECT latest.currency, count(*)::int AS invoices,
      sum(i.amount) FILTER (WHERE i.currency = latest.currency) AS invoiced,
      sum(i.amount_paid) FILTER (WHERE i.currency = latest.currency) AS paid,
      coalesce(sum(i.balance_due) FILTER (
        WHERE i.currency = latest.currency AND i.status IN ('sent', 'overdue')), 0) AS outstanding
    FROM invoices i, (
      SELECT currency FROM invoices WHERE customer_id = asked.id AND mode = $2 AND organization_id = $1
      ORDER BY created_at DESC, id DESC LIMIT 1
    ) AS latest
    WHERE i.customer_id = asked.id AND i.mode = $2 AND i.organization_id = $1
    GROUP BY latest.currency
  ) AS figures`;

const RECENT = `SELECT ${INVOICE_SUMMARY_COLUMNS} FROM invoices
  WHERE organization_id = $1 AND mode = $2 AND customer_id = $3 ORDER BY created_at DESC, id DESC LIMIT 10`;

/** Figures of customers, computed from their invoices whenever they are asked for. */
@Injectable()
export class CustomerFiguresReader {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** By customer; all of them in one statement. A customer without invoices has no entry. */
  async of({ organizationId, mode }: Tenant, customerIds: readonly string[]): Promise<Map<string, CustomerFigures>> {
    if (customerIds.length === 0) return new Map();
    const rows = await this.database.query<CustomerFigures & { customerId: string }>(FIGURES, [
      organizationId,
      mode,
      customerIds,
    ]);
    return new Map(rows.map(({ customerId, ...figures }) => [customerId, figures]));
  }

  /** The latest ten, newest first. */
  async recentInvoices({ organizationId, mode }: Tenant, customerId: string): Promise<InvoiceSummary[]> {
    const rows = await this.database.query<InvoiceSummary>(RECENT, [organizationId, mode, customerId]);
    return rows.map((row) => invoiceSummary(row, this.clock.now()));
  }
}
