import { Injectable } from '@nestjs/common';
import { Clock, isUuid, type Tenant } from '#kernel';
import { PaymentLinkViews } from '#payments';
import { Database, type Transaction } from '#platform';
import { customerReferenceOf, type CustomerReference } from '../customer/customer-view.js';
import type { InvoiceLine } from './invoice-figures.js';
import type { Invoice } from './invoice.aggregate.js';
import { InvoiceNotFound } from './invoice.errors.js';
import { INVOICE_COLUMNS, invoiceView, type InvoiceSurroundings, type InvoiceView } from './invoice-view.js';

interface SurroundingsRow {
  readonly customer: CustomerReference;
  readonly lines: readonly InvoiceLine[];
  readonly slug: string | null;
}

/** What trim_scale() of PostgreSQL 13 makes of a column that has decimals. */
const trimmed = (column: string): string => `rtrim(rtrim(${column}::text, '0'), '.')`;

const SURROUNDINGS = `${customerReferenceOf('invoices')}, (
    SELECT jsonb_agg(jsonb_build_object('productId', l.product_id, 'name', l.name,
      'quantity', ${trimmed('l.quantity')}, 'price', ${trimmed('l.price')},
      'vatRate', ${trimmed('l.vat_rate')}, 'lineAmount', ${trimmed('l.line_amount')}) ORDER BY l.position)
    FROM invoice_lines l WHERE l.invoice_id = invoices.id
  ) AS lines, (SELECT slug FROM payment_links p WHERE p.id = payment_link_id) AS slug`;
const READ_ANYONES = `SELECT ${INVOICE_COLUMNS}, ${SURROUNDINGS} FROM invoices WHERE id = $1`;
const READ = `${READ_ANYONES} AND organization_id = $2 AND mode = $3`;
const AROUND = `SELECT ${SURROUNDINGS} FROM invoices WHERE id = $1`;

/** Invoices with what belongs to them, as they stand now. */
@Injectable()
export class InvoiceViews {
  constructor(
    private readonly database: Database,
    private readonly links: PaymentLinkViews,
    private readonly clock: Clock,
  ) {}

  /** Throws InvoiceNotFound, also for an invoice of another tenant. */
  async read({ organizationId, mode }: Tenant, invoiceId: string): Promise<InvoiceView> {
    const row = isUuid(invoiceId)
      ? await this.database.first<SurroundingsRow>(READ, [invoiceId, organizationId, mode])
      : null;
    if (!row) throw new InvoiceNotFound();
    return this.viewOf(row, row);
  }

  /** Whoever's it is. Throws InvoiceNotFound. */
  async readAnyones(invoiceId: string): Promise<InvoiceView> {
    const row = await this.database.first<SurroundingsRow>(READ_ANYONES, [invoiceId]);
    if (!row) throw new InvoiceNotFound();
    return this.viewOf(row, row);
  }

  /** An invoice that the transaction has changed and has not written yet. Its link must have been there before. */
  async changed(tx: Transaction, invoice: Invoice): Promise<InvoiceView> {
    const [row] = await tx.query<SurroundingsRow>(AROUND, [invoice.id]);
    if (!row) throw new InvoiceNotFound();
    return this.viewOf(invoice, row);
  }

  /** An invoice that nothing is written of yet. */
  fresh(invoice: Invoice, surroundings: InvoiceSurroundings): InvoiceView {
    return invoiceView(invoice, surroundings, this.clock.now());
  }

  private viewOf(source: object, { customer, lines, slug }: SurroundingsRow): InvoiceView {
    const paymentUrl = slug === null ? null : this.links.urlOf(slug);
    return invoiceView(source, { customer, lines, paymentUrl }, this.clock.now());
  }
}
