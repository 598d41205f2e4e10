import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { doualaDay, Money, type Tenant } from '#kernel';
import { GetOrganization, Memberships, type Member, type OrganizationView } from '#identity';
import { Database, UnitOfWork } from '#platform';
import type {
  InvoiceDocument,
  InvoiceDocumentCreditNote,
  InvoiceLocale,
  InvoiceParty,
  InvoiceSeller,
} from '../invoice-document/invoice-document.js';
import type { InvoiceView } from './invoice-view.js';
import { InvoiceViews } from './invoice-views.service.js';

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
/** What identity keeps for a country that is not told apart. */
const ELSEWHERE = 'ZZ';

/** Invoices with all that is printed on them: in French for sellers whose account is, in English for all others. */
@Injectable()
export class InvoiceDocuments {
  constructor(
    private readonly views: InvoiceViews,
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly memberships: Memberships,
    private readonly queries: QueryBus,
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
    const { organizationId, customer, currency } = invoice;
    const [organization, members, buyer, creditNotes] = await Promise.all([
      this.queries.execute(new GetOrganization(organizationId)),
      this.unitOfWork.run((tx) => this.memberships.membersOf(tx, [organizationId])),
      this.database.first<BuyerRow>(READ_BUYER, [customer.id]),
      this.database.query<CreditNoteRow>(READ_CREDIT_NOTES, [invoice.id]),
    ]);
    const [owner] = members;
    const locale: InvoiceLocale = owner?.language === 'fr' ? 'fr' : 'en';
    const money = (decimal: string): string => Money.of(decimal, currency).toDecimal();
    return {
      ...factsOf(invoice, money),
      locale,
      seller: sellerOf(organization, owner, locale),
      buyer: buyerOf(buyer ?? { ...customer, phone: null, address: null, taxId: null }),
      creditNotes: creditNotes.map(({ number, amount, createdAt }): InvoiceDocumentCreditNote => ({
        number,
        date: doualaDay(createdAt),
        amount: money(amount),
      })),
    };
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

function sellerOf(organization: OrganizationView, owner: Member | undefined, locale: InvoiceLocale): InvoiceSeller {
  const { name, address, city, region, country, vatNumber, registrationNumber } = organization;
  const place = [city, region].filter((part) => part !== null && part !== '').join(', ');
  const land = country === ELSEWHERE ? '' : (new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? '');
  return {
    name,
    address: [address ?? '', place, land].filter((line) => line.trim() !== ''),
    email: owner?.email ?? null,
    phone: null,
    taxId: vatNumber,
    registrationNumber,
  };
}

/** The address is free-form, and jsonb does not keep the order in which it was given. */
function buyerOf({ address, ...buyer }: BuyerRow): InvoiceParty {
  const { street, city, region, country, ...others } = address ?? {};
  const texts = [street, city, region, country, ...Object.values(others)].filter((text) => typeof text === 'string');
  return { ...buyer, address: texts.filter((text) => text.trim() !== '') };
}
