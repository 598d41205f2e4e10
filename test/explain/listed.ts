import {
  ListCreditNotes,
  ListCustomers,
  ListInvoices,
  ListOrders,
  ListProducts,
  ListRecurringInvoices,
} from '#billing';
import { ListDisputes } from '#disputes';
import { ListNotifications } from '#engagement';
import { ListApiCalls, ListApplications } from '#identity';
import { endOfDoualaDay, startOfDoualaDay, type PageRequest, type Tenant } from '#kernel';
import { ListStatementLines } from '#ledger';
import { ListBankAccounts, ListOnboardings } from '#merchants';
import { ListPaymentLinks, ListPayments, ListPayouts, ListRefunds } from '#payments';
import { ListSettlementDays } from '#reporting';
import { ListWebhookDeliveries, ListWebhookEndpoints } from '#webhooks';

export interface Listed {
  readonly tenant: Tenant;
  readonly userId: string;
  readonly customerId: string;
  readonly endpointId: string;
  /** Whole: of a day that has just begun few rows are there. */
  readonly day: string;
}

const FIRST: PageRequest = { page: 1, limit: 20 };
const DEEP: PageRequest = { page: 101, limit: 20 };

/** Every list, with every filter that a door gives it, by the name of the file that keeps its plans. */
export const LISTS = ({ tenant, userId, customerId, endpointId, day }: Listed) => {
  const { organizationId } = tenant;
  const days = { from: startOfDoualaDay(day), to: endOfDoualaDay(day) };
  const webhooks = { organizationId, dialect: 'dashboard' } as const;
  const owner = { organizationId, userId };
  return {
    payments: {
      all: new ListPayments(tenant, {}, FIRST),
      'a deep page': new ListPayments(tenant, {}, DEEP),
      'by status': new ListPayments(tenant, { status: 'failed' }, FIRST),
      'by day': new ListPayments(tenant, days, FIRST),
      'by status and day': new ListPayments(tenant, { ...days, status: 'failed' }, FIRST),
      'by day and amount': new ListPayments(tenant, { ...days, amountMin: '100' }, FIRST),
      'by amounts that few have': new ListPayments(tenant, { amountMin: '119000' }, FIRST),
      'by text that few have': new ListPayments(tenant, { search: 'basket 77' }, FIRST),
      'by text that most have': new ListPayments(tenant, { search: 'basket' }, FIRST),
      'by status and text': new ListPayments(tenant, { status: 'failed', search: 'basket 77' }, FIRST),
      'by day and text that most have': new ListPayments(tenant, { ...days, search: 'basket' }, FIRST),
      'by id': new ListPayments(tenant, { search: '0195b0c4-7a31-7c55-8f2e-9d6a4be17c03' }, FIRST),
      'by a part of an id': new ListPayments(tenant, { search: '7a31-7c55-8f2e' }, FIRST),
    },
    refunds: {
      all: new ListRefunds(tenant, {}, FIRST),
      'by status': new ListRefunds(tenant, { statuses: ['failed'] }, FIRST),
      'by statuses': new ListRefunds(tenant, { statuses: ['pending', 'processing'] }, FIRST),
      'by payment': new ListRefunds(tenant, { paymentId: endpointId }, FIRST),
    },
    payouts: {
      all: new ListPayouts(tenant, {}, FIRST),
      'by status': new ListPayouts(tenant, { statuses: ['failed'] }, FIRST),
      'by statuses': new ListPayouts(tenant, { statuses: ['pending', 'queued'] }, FIRST),
    },
    disputes: {
      all: new ListDisputes(tenant, {}, FIRST),
      'by statuses': new ListDisputes(tenant, { statuses: ['open', 'under_review'] }, FIRST),
      'of everybody': new ListDisputes({ everybody: true, mode: tenant.mode }, {}, FIRST),
      'of everybody, by status': new ListDisputes(
        { everybody: true, mode: tenant.mode },
        { statuses: ['open'] },
        FIRST,
      ),
    },
    'statement-lines': {
      all: new ListStatementLines(tenant, {}, FIRST),
      'a deep page': new ListStatementLines(tenant, {}, DEEP),
      'by type': new ListStatementLines(tenant, { type: 'payout' }, FIRST),
      'by currency': new ListStatementLines(tenant, { currency: 'USD' }, FIRST),
      'by type and currency': new ListStatementLines(tenant, { type: 'payout', currency: 'USD' }, FIRST),
      'by day': new ListStatementLines(tenant, days, FIRST),
    },
    customers: {
      all: new ListCustomers(tenant, {}, FIRST),
      'by text': new ListCustomers(tenant, { search: 'text 77' }, FIRST),
    },
    products: { all: new ListProducts(tenant, FIRST) },
    orders: {
      all: new ListOrders(tenant, {}, FIRST),
      'by status': new ListOrders(tenant, { status: 'cancelled' }, FIRST),
      'by customer': new ListOrders(tenant, { customerId }, FIRST),
    },
    'payment-links': {
      all: new ListPaymentLinks(tenant, {}, FIRST),
      active: new ListPaymentLinks(tenant, { statuses: ['active'] }, FIRST),
      expired: new ListPaymentLinks(tenant, { statuses: ['expired', 'used'] }, FIRST),
      cancelled: new ListPaymentLinks(tenant, { statuses: ['cancelled'] }, FIRST),
      'by text': new ListPaymentLinks(tenant, { search: 'text 77' }, FIRST),
    },
    invoices: {
      all: new ListInvoices(tenant, {}, FIRST),
      paid: new ListInvoices(tenant, { status: 'paid' }, FIRST),
      sent: new ListInvoices(tenant, { status: 'sent' }, FIRST),
      unpaid: new ListInvoices(tenant, { status: 'unpaid' }, FIRST),
      overdue: new ListInvoices(tenant, { status: 'overdue' }, FIRST),
      'by customer': new ListInvoices(tenant, { customerId }, FIRST),
      'by day': new ListInvoices(tenant, { firstDay: day, lastDay: day }, FIRST),
      'by text': new ListInvoices(tenant, { search: 'text 77' }, FIRST),
    },
    'credit-notes': { all: new ListCreditNotes(tenant, FIRST) },
    'recurring-invoices': { all: new ListRecurringInvoices(tenant, FIRST) },
    'settlement-days': {
      all: new ListSettlementDays(tenant, {}, FIRST),
      'by day': new ListSettlementDays(tenant, { from: day, to: day }, FIRST),
      'by status': new ListSettlementDays(tenant, { status: 'pending' }, FIRST),
    },
    notifications: {
      all: new ListNotifications(owner, {}, FIRST),
      'by type': new ListNotifications(owner, { type: 'primary' }, FIRST),
      'unread of a type': new ListNotifications(owner, { type: 'primary', unreadOnly: true }, FIRST),
      'by text': new ListNotifications(owner, { search: 'text 77' }, FIRST),
    },
    webhooks: {
      endpoints: new ListWebhookEndpoints(webhooks, FIRST),
      deliveries: new ListWebhookDeliveries(webhooks, {}, FIRST),
      'deliveries by endpoint': new ListWebhookDeliveries(webhooks, { endpointId }, FIRST),
      'deliveries by status': new ListWebhookDeliveries(webhooks, { status: 'delivered' }, FIRST),
      'dead deliveries': new ListWebhookDeliveries(webhooks, { status: 'dead' }, FIRST),
    },
    'bank-accounts': { all: new ListBankAccounts(tenant, FIRST) },
    applications: { all: new ListApplications(organizationId, FIRST) },
    'api-calls': {
      all: new ListApiCalls(organizationId, { from: null, to: null }, FIRST),
      'by day': new ListApiCalls(organizationId, days, FIRST),
    },
    onboardings: { submitted: new ListOnboardings('under_review', FIRST) },
  };
};
