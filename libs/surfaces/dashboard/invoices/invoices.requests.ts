import type { InvoiceFilters, InvoiceRequest, InvoiceTerms, NewDiscount, NewInvoiceItem } from '#billing';
import { Money, type Currency, type Tenant } from '#kernel';
import { requireOrder } from '../dialect/days.js';
import { searched, type PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export interface ListInvoicesQuery extends PageQuery {
  readonly status?: Wire<'InvoiceStatus'> | 'pending';
  readonly customerId?: string;
  readonly search?: string;
}

/** Where nothing is said. */
export const PAYMENT_TERM = 'net-30';

export function invoiceFilters(query: ListInvoicesQuery): InvoiceFilters {
  requireOrder(query);
  const { status, customerId, startDate, endDate } = query;
  return {
    ...(status === undefined ? {} : { status: status === 'pending' ? 'unpaid' : status }),
    ...(customerId === undefined ? {} : { customerId }),
    ...(startDate === undefined ? {} : { firstDay: startDate }),
    ...(endDate === undefined ? {} : { lastDay: endDate }),
    ...searched(query.search),
  };
}

export const newInvoice = (tenant: Tenant, body: Wire<'CreateInvoiceRequest'>): Omit<InvoiceRequest, 'actorId'> => ({
  ...invoiceTerms(body),
  tenant,
  type: body.type,
  profileId: body.profileId ?? null,
  customerId: body.customerId,
  paymentTerm: body.paymentTerm ?? PAYMENT_TERM,
  memo: body.memo ?? null,
  schedule: null,
});

/** What an invoice or a schedule of invoices asks for; VAT is added where nothing is said of it. */
type Terms = Pick<Wire<'CreateInvoiceRequest'>, 'items' | 'discount' | 'currency'> & {
  readonly vatDisplay?: Wire<'CreateInvoiceRequest'>['vatDisplay'];
};

/** Throws what names the field, for amounts that the currency does not have. */
export function invoiceTerms({ items, discount, vatDisplay = 'excluding', currency = 'XAF' }: Terms): InvoiceTerms {
  return {
    currency,
    vatDisplay,
    items: invoiceItems(items, currency),
    discount: discount ? newDiscount(discount, currency) : null,
  };
}

const invoiceItems = (items: readonly Wire<'InvoiceItemInput'>[], currency: Currency): readonly NewInvoiceItem[] =>
  items.map(({ productId, name, quantity, price, vatRate }, index) => ({
    productId: productId ?? null,
    name,
    quantity,
    price: Money.of(price, currency, `items.${index}.price`),
    vatRate,
  }));

const newDiscount = ({ type, value }: Wire<'Discount'>, currency: Currency): NewDiscount =>
  type === 'fixed' ? { type, value: Money.of(value, currency, 'discount.value') } : { type, value };
