import { Injectable } from '@nestjs/common';
import { doualaDay, Money, type Tenant } from '#kernel';
import { OrganizationLogos } from '#identity';
import { Database, UnitOfWork } from '#platform';
import type { InvoiceDocument, InvoiceDocumentCreditNote, InvoiceParty } from '../invoice-document/invoice-document.js';
import type { InvoiceView } from './invoice-view.js';
import { InvoiceViews } from './invoice-views.service.js';
import type { Letterhead } from './letterhead.js';
import { Letterheads } from './letterheads.service.js';

interface BuyerRow {
  readonly name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly address: Record<string, unknown> | null;
  readonly taxId: string | null;
}

interface CreditNoteRow {
  readonly number: string;
  readonly amount: string;
  readonly createdAt: Date;
}

const READ_BUYER = 'SELECT name, email, phone, address, tax_id AS "taxId" FROM customers WHERE id = $1';
const READ_CREDIT_NOTES = `SELECT number, amount, created_at AS "createdAt" FROM credit_notes
  WHERE invoice_id = $1 ORDER BY created_at, id`;
const READ_LETTERHEAD = 'SELECT letterhead FROM invoices WHERE id = $1';

/** Invoices with all that is printed on them. */
@Injectable()
export class InvoiceDocuments {
  constructor(
    private readonly views: InvoiceViews,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly letterheads: Letterheads,
    private readonly logos: OrganizationLogos,
  ) {}

  /** Throws InvoiceNotFound, also for an invoice of another tenant. */
  async ofTenant(tenant: Tenant, invoiceId: string): Promise<InvoiceDocument> {
    return this.compose(await this.views.read(tenant, invoiceId));
  }

  /** Whoever's it is. Throws InvoiceNotFound. */
  async of(invoiceId: string): Promise<InvoiceDocument> {
    return this.compose(await this.views.readAnyones(invoiceId));
  }

  private async compose(invoice: InvoiceView): Promise<InvoiceDocument> {
    const { customer, currency } = invoice;
    const [{ locale, seller, logoId }, buyer, creditNotes] = await Promise.all([
      this.letterheadOf(invoice),
      this.database.first<BuyerRow>(READ_BUYER, [customer.id]),
      this.database.query<CreditNoteRow>(READ_CREDIT_NOTES, [invoice.id]),
    ]);
    const money = (decimal: string): string => Money.of(decimal, currency).toDecimal();
    return {
      ...factsOf(invoice, money),
      locale,
      seller: { ...seller, logo: logoId === null ? null : await this.logos.content(logoId) },
      buyer: buyerOf(buyer ?? { ...customer, phone: null, address: null, taxId: null }),
      creditNotes: creditNotes.map(({ number, amount, createdAt }): InvoiceDocumentCreditNote => ({
        number,
        date: doualaDay(createdAt),
        amount: money(amount),
      })),
    };
  }

  private async letterheadOf({ id, organizationId }: InvoiceView): Promise<Letterhead> {
    const kept = await this.database.first<{ letterhead: Letterhead | null }>(READ_LETTERHEAD, [id]);
    return kept?.letterhead ?? this.unitOfWork.run((tx) => this.letterheads.current(tx, organizationId));
  }
}

type Facts = Omit<InvoiceDocument, 'locale' | 'seller' | 'buyer' | 'creditNotes'>;

function factsOf(invoice: InvoiceView, money: (decimal: string) => string): Facts {
  const { number, status, mode, currency, vatDisplay, memo, discount } = invoice;
  return {
    ...{ number, status, mode, currency, vatDisplay, memo },
    date: invoice.issuedOn,
    dueDate: doualaDay(new Date(invoice.dueAt)),
    lines: invoice.lines.map(({ name, quantity, price, vatRate, lineAmount }) => ({
      ...{ name, quantity, vatRate },
      unitPrice: money(price),
      lineAmount: money(lineAmount),
    })),
    subtotal: money(invoice.subtotal),
    discountPercent: discount?.type === 'percentage' ? discount.value : null,
    discountAmount: money(invoice.discountAmount),
    vat: invoice.vatBreakdown,
    amount: money(invoice.amount),
    creditedAmount: money(invoice.creditedAmount),
    amountPaid: money(invoice.amountPaid),
    balanceDue: money(invoice.balanceDue),
    paymentUrl: status === 'paid' ? null : invoice.paymentUrl,
  };
}

/** The address is free-form, and jsonb does not keep the order in which it was given. */
function buyerOf({ address, ...buyer }: BuyerRow): InvoiceParty {
  const { street, city, region, country, ...others } = address ?? {};
  const texts = [street, city, region, country, ...Object.values(others)].filter((text) => typeof text === 'string');
  return { ...buyer, address: texts.filter((text) => text.trim() !== '') };
}
