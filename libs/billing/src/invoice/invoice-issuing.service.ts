import { Injectable } from '@nestjs/common';
import { Clock, doualaDay, type Tenant } from '#kernel';
import { Audit, type Transaction } from '#platform';
import type { CustomerReference } from '../customer/customer-view.js';
import { namedCustomer } from '../customer/named-customer.js';
import { requireProducts } from '../product/products-on-lines.js';
import { discountAsText, reckonInvoice, type InvoiceLine, type InvoiceTerms } from './invoice-figures.js';
import { InvoiceNumbers } from './invoice-numbers.service.js';
import { InvoiceSending } from './invoice-sending.service.js';
import { Invoice } from './invoice.aggregate.js';
import type { InvoiceType, InvoiceView } from './invoice-view.js';
import { InvoiceViews } from './invoice-views.service.js';
import { dueDay } from './payment-term.js';

export interface InvoiceRequest extends InvoiceTerms {
  readonly tenant: Tenant;
  readonly type: InvoiceType;
  /** Kept and shown, and no more; null: the one that everybody has. */
  readonly profileId: string | null;
  /** Id, or the name of exactly one customer. */
  readonly customerId: string;
  readonly paymentTerm: string;
  readonly memo: string | null;
  /** The schedule that it comes from, and its due day there; null for none. */
  readonly schedule: { readonly recurringInvoiceId: string; readonly dueDay: string } | null;
  /** Null for a schedule. */
  readonly actorId: string | null;
}

const DEFAULT_PROFILE = 'default';

interface Drawn {
  readonly invoice: Invoice;
  readonly customer: CustomerReference;
  readonly lines: readonly InvoiceLine[];
}

const INSERT_LINES = `INSERT INTO invoice_lines
    (invoice_id, position, product_id, name, quantity, price, vat_rate, line_amount)
  SELECT $1, l.position, l."productId", l.name, l.quantity, l.price, l."vatRate", l."lineAmount"
  FROM ROWS FROM (jsonb_to_recordset($2::jsonb) AS ("productId" uuid, name text, quantity numeric, price numeric,
    "vatRate" numeric, "lineAmount" numeric)) WITH ORDINALITY
    AS l ("productId", name, quantity, price, "vatRate", "lineAmount", position)`;

/**
 * Makes invoices, in a transaction of somebody else. All throw InvalidInput, also for a customer or a product that the
 * organisation does not have, and then use no number.
 */
@Injectable()
export class InvoiceIssuing {
  constructor(
    private readonly numbers: InvoiceNumbers,
    private readonly sending: InvoiceSending,
    private readonly views: InvoiceViews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** What can be told without looking anything up. */
  requireSound(request: InvoiceRequest): void {
    reckonInvoice(request);
    dueDay(request.paymentTerm, doualaDay(this.clock.now()));
  }

  /** Records a draft. */
  async issue(tx: Transaction, request: InvoiceRequest): Promise<InvoiceView> {
    const { invoice, customer, lines } = await this.draw(tx, request);
    this.record(tx, invoice, lines, request.actorId);
    return this.views.fresh(invoice, { customer, lines, paymentUrl: null });
  }

  /** Records an invoice that is sent at once: its link is made, and its mail owed, together with it. */
  async issueAndSend(tx: Transaction, request: InvoiceRequest): Promise<InvoiceView> {
    const { invoice, customer, lines } = await this.draw(tx, request);
    const { paymentUrl } = await this.sending.send(tx, invoice, customer, request.actorId);
    this.record(tx, invoice, lines, request.actorId);
    return this.views.fresh(invoice, { customer, lines, paymentUrl });
  }

  private async draw(tx: Transaction, request: InvoiceRequest): Promise<Drawn> {
    const { lines, ...figures } = reckonInvoice(request);
    const { tenant, currency, paymentTerm, discount } = request;
    const { organizationId } = tenant;
    const customer = await namedCustomer(tx, organizationId, request.customerId);
    await requireProducts(tx, request.items, { organizationId, currency });
    const number = await this.numbers.next(tx, tenant, 'INV');
    const { type, profileId, memo, vatDisplay, schedule } = request;
    const invoice = Invoice.draft(
      {
        ...{ customerId: customer.id, customerName: customer.name, customerEmail: customer.email },
        ...{ tenant, number, type, profileId: profileId ?? DEFAULT_PROFILE, paymentTerm, memo, vatDisplay },
        ...{ figures, discount: discount && discountAsText(discount) },
        recurringInvoiceId: schedule?.recurringInvoiceId ?? null,
        recurringDueDate: schedule?.dueDay ?? null,
      },
      // Read after the number, so that invoices are as old as their numbers say.
      this.clock.now(),
    );
    return { invoice, customer, lines };
  }

  private record(tx: Transaction, invoice: Invoice, lines: readonly InvoiceLine[], actorId: string | null): void {
    const { id, organizationId } = invoice;
    tx.save(invoice);
    tx.write(INSERT_LINES, [id, JSON.stringify(lines)]);
    this.audit.record(tx, { action: 'invoice.created', organizationId, actorId, recordId: id });
  }
}
