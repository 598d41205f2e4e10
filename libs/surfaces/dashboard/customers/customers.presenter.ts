import type { CustomerRecord, ListedCustomer } from '#billing';
import type { Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import { amount } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';
import { presentInvoiceSummary } from '../invoices/invoices.presenter.js';

function presentCustomerRow({ id, name, email, phone, figures }: ListedCustomer): Wire<'CustomerListItem'> {
  return {
    id,
    name,
    email,
    phone,
    totalInvoices: figures.invoices,
    totalAmount: amount(figures.invoiced, figures.currency),
    currency: figures.currency as Wire<'Currency'>,
  };
}

export function presentCustomer(customer: CustomerRecord): Wire<'Customer'> {
  const { figures } = customer;
  return {
    ...presentCustomerRow(customer),
    customerId: customer.id,
    address: customer.address,
    taxId: customer.taxId,
    totalPaid: amount(figures.paid, figures.currency),
    totalOutstanding: amount(figures.outstanding, figures.currency),
    recentInvoices: customer.recentInvoices.map(presentInvoiceSummary),
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
  };
}

export function presentCustomers(page: Page<ListedCustomer>): Wire<'CustomerList'> {
  return { customers: page.items.map(presentCustomerRow), pagination: pagination(page) };
}
