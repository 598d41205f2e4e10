import type { Column, Phrase, PrintedColumn, ReportDialect, ReportRows, ReportWording } from '#reporting';
import { PAYMENT_STATUS, PROVIDER_NAME } from '../dialect/vocabulary.js';

/** Files of x-business-rules.exports: which columns they have, in which order, and how they are printed. */

const phrase = (en: string, fr: string): Phrase => ({ en, fr });

const printed = (
  heading: Phrase,
  share: number,
  more: Omit<PrintedColumn, 'heading' | 'share'> = {},
): PrintedColumn => ({
  heading,
  share,
  ...more,
});

const summed = (heading: Phrase, share: number): PrintedColumn => printed(heading, share, { summed: true });

type PaymentColumn = Column<ReportRows['payments']>;
type SettlementColumn = Column<ReportRows['settlements']>;
type BalanceColumn = Column<ReportRows['balance']>;
type InvoiceColumn = Column<ReportRows['invoices']>;

const PAYMENT_WORDS: Readonly<Record<string, Phrase>> = {
  pending: phrase('Pending', 'En attente'),
  paid: phrase('Paid', 'Payé'),
  failed: phrase('Failed', 'Échoué'),
  expired: phrase('Expired', 'Expiré'),
  cancelled: phrase('Cancelled', 'Annulé'),
};
const OPERATOR_WORDS: Readonly<Record<string, Phrase>> = {
  'MTN Mobile Money': phrase('MTN MoMo', 'MTN MoMo'),
};
const DATE = phrase('Date', 'Date');
const STATUS = phrase('Status', 'État');
const AMOUNT = phrase('Amount', 'Montant');
const CURRENCY = phrase('Currency', 'Devise');
const CUSTOMER = phrase('Customer', 'Client');
const FEES = phrase('Fees', 'Frais');

const payments: ReportWording<ReportRows['payments']> = {
  title: phrase('Payments', 'Paiements'),
  orientation: 'landscape',
  currencyOf: ({ currency }) => currency,
  printedOrder: [
    'createdAt',
    'description',
    'customerName',
    'customerPhone',
    'paymentMethod',
    'status',
    'currency',
    'amount',
    'fee',
    'netAmount',
    'refundedAmount',
  ],
  columns: [
    { name: 'id', kind: 'code', of: ({ id }) => id },
    { name: 'createdAt', kind: 'instant', of: ({ createdAt }) => createdAt, printed: printed(DATE, 11) },
    { name: 'paidAt', kind: 'instant', of: ({ settledAt }) => settledAt },
    {
      name: 'status',
      kind: 'code',
      of: ({ status }) => PAYMENT_STATUS[status],
      printed: printed(STATUS, 7, { words: PAYMENT_WORDS }),
    },
    { name: 'amount', kind: 'amount', of: ({ amount }) => amount, printed: summed(AMOUNT, 9) },
    { name: 'currency', kind: 'code', of: ({ currency }) => currency, printed: printed(CURRENCY, 6) },
    { name: 'fee', kind: 'amount', of: ({ fee }) => fee, printed: summed(FEES, 7) },
    { name: 'netAmount', kind: 'amount', of: ({ net }) => net, printed: summed(phrase('Net', 'Net'), 9) },
    {
      name: 'refundedAmount',
      kind: 'amount',
      of: ({ refundedAmount }) => refundedAmount,
      printed: summed(phrase('Refunded', 'Remboursé'), 8),
    },
    {
      name: 'paymentMethod',
      kind: 'code',
      of: ({ provider }) => PROVIDER_NAME[provider],
      printed: printed(phrase('Method', 'Moyen'), 9, { words: OPERATOR_WORDS }),
    },
    { name: 'customerName', kind: 'text', of: ({ payerName }) => payerName, printed: printed(CUSTOMER, 12) },
    {
      name: 'customerPhone',
      kind: 'text',
      of: ({ payerMsisdn }) => payerMsisdn,
      printed: printed(phrase('Phone', 'Téléphone'), 10),
    },
    {
      name: 'description',
      kind: 'text',
      of: ({ description }) => description,
      printed: printed(phrase('Description', 'Libellé'), 17),
    },
    { name: 'paymentLinkId', kind: 'code', of: ({ paymentLinkId }) => paymentLinkId },
    { name: 'invoiceId', kind: 'code', of: ({ invoiceId }) => invoiceId },
    { name: 'orderId', kind: 'code', of: ({ orderId }) => orderId },
    { name: 'providerReference', kind: 'code', of: ({ providerReference }) => providerReference },
  ] satisfies PaymentColumn[],
};

const SETTLEMENT_WORDS: Readonly<Record<string, Phrase>> = {
  pending: phrase('Pending', 'À venir'),
  paid: phrase('Paid', 'Réglé'),
};

const settlements: ReportWording<ReportRows['settlements']> = {
  title: phrase('Settlements', 'Règlements'),
  orientation: 'portrait',
  currencyOf: ({ currency }) => currency,
  printedOrder: ['date', 'status', 'paymentCount', 'currency', 'grossAmount', 'fees', 'deductions', 'amount'],
  columns: [
    { name: 'id', kind: 'code', of: ({ id }) => id },
    { name: 'date', kind: 'day', of: ({ day }) => day, printed: printed(DATE, 14) },
    {
      name: 'status',
      kind: 'code',
      of: ({ status }) => status,
      printed: printed(STATUS, 11, { words: SETTLEMENT_WORDS }),
    },
    { name: 'grossAmount', kind: 'amount', of: ({ gross }) => gross, printed: summed(phrase('Gross', 'Brut'), 15) },
    { name: 'fees', kind: 'amount', of: ({ fees }) => fees, printed: summed(FEES, 13) },
    {
      name: 'deductions',
      kind: 'amount',
      of: ({ deductions }) => deductions,
      printed: summed(phrase('Deductions', 'Retenues'), 14),
    },
    { name: 'amount', kind: 'amount', of: ({ net }) => net, printed: summed(phrase('Net', 'Net'), 15) },
    { name: 'currency', kind: 'code', of: ({ currency }) => currency, printed: printed(CURRENCY, 9) },
    {
      name: 'paymentCount',
      kind: 'count',
      of: ({ payments: count }) => String(count),
      printed: printed(phrase('Payments', 'Paiements'), 10),
    },
  ] satisfies SettlementColumn[],
};

/** The first and the last row frame the categories. */
const ENTRY: Readonly<Record<ReportRows['balance']['entry'], string>> = {
  opening: 'opening balance',
  payment: 'payment',
  fee: 'fee',
  refund: 'refund',
  chargeback: 'chargeback',
  payout: 'payout',
  settlement: 'settlement',
  closing: 'closing balance',
};
const ENTRY_WORDS: Readonly<Record<string, Phrase>> = {
  [ENTRY.opening]: phrase('Opening balance', 'Solde initial'),
  [ENTRY.payment]: phrase('Payments', 'Paiements'),
  [ENTRY.fee]: FEES,
  [ENTRY.refund]: phrase('Refunds', 'Remboursements'),
  [ENTRY.chargeback]: phrase('Chargebacks', 'Contestations'),
  [ENTRY.payout]: phrase('Payouts', 'Versements'),
  [ENTRY.settlement]: phrase('Settlements', 'Règlements'),
  [ENTRY.closing]: phrase('Closing balance', 'Solde final'),
};

const balance: ReportWording<ReportRows['balance']> = {
  title: phrase('Balance', 'Solde'),
  orientation: 'portrait',
  currencyOf: ({ currency }) => currency,
  isEmphasised: ({ entry }) => entry === 'opening' || entry === 'closing',
  columns: [
    {
      name: 'category',
      kind: 'code',
      of: ({ entry }) => ENTRY[entry],
      printed: printed(phrase('Movement', 'Mouvement'), 40, { words: ENTRY_WORDS }),
    },
    {
      name: 'pending',
      kind: 'amount',
      of: ({ pending }) => pending,
      printed: printed(phrase('Pending', 'En attente'), 30, { withCurrency: true }),
    },
    {
      name: 'available',
      kind: 'amount',
      of: ({ available }) => available,
      printed: printed(phrase('Available', 'Disponible'), 30, { withCurrency: true }),
    },
  ] satisfies BalanceColumn[],
};

const INVOICE_WORDS: Readonly<Record<string, Phrase>> = {
  draft: phrase('Draft', 'Brouillon'),
  sent: phrase('Sent', 'Envoyée'),
  paid: phrase('Paid', 'Payée'),
  overdue: phrase('Overdue', 'En retard'),
};

const invoices: ReportWording<ReportRows['invoices']> = {
  title: phrase('Invoices', 'Factures'),
  orientation: 'landscape',
  currencyOf: ({ currency }) => currency,
  printedOrder: [
    'invoiceNumber',
    'date',
    'dueDate',
    'customerName',
    'status',
    'currency',
    'vatAmount',
    'amount',
    'creditedAmount',
    'amountPaid',
    'balanceDue',
  ],
  columns: [
    {
      name: 'invoiceNumber',
      kind: 'code',
      of: ({ number }) => number,
      printed: printed(phrase('Number', 'Numéro'), 11),
    },
    { name: 'date', kind: 'day', of: ({ issuedOn }) => issuedOn, printed: printed(DATE, 8) },
    { name: 'dueDate', kind: 'instant', of: ({ dueAt }) => dueAt, printed: printed(phrase('Due', 'Échéance'), 11) },
    {
      name: 'status',
      kind: 'code',
      of: ({ status }) => status,
      printed: printed(STATUS, 7, { words: INVOICE_WORDS }),
    },
    { name: 'customerName', kind: 'text', of: ({ customerName }) => customerName, printed: printed(CUSTOMER, 15) },
    { name: 'customerEmail', kind: 'text', of: ({ customerEmail }) => customerEmail },
    { name: 'subtotal', kind: 'amount', of: ({ subtotal }) => subtotal },
    { name: 'discountAmount', kind: 'amount', of: ({ discountAmount }) => discountAmount },
    { name: 'vatAmount', kind: 'amount', of: ({ vatAmount }) => vatAmount, printed: summed(phrase('VAT', 'TVA'), 8) },
    { name: 'amount', kind: 'amount', of: ({ amount }) => amount, printed: summed(AMOUNT, 9) },
    {
      name: 'creditedAmount',
      kind: 'amount',
      of: ({ creditedAmount }) => creditedAmount,
      printed: summed(phrase('Credited', 'Avoirs'), 8),
    },
    {
      name: 'amountPaid',
      kind: 'amount',
      of: ({ amountPaid }) => amountPaid,
      printed: summed(phrase('Paid', 'Réglé'), 9),
    },
    {
      name: 'balanceDue',
      kind: 'amount',
      of: ({ balanceDue }) => balanceDue,
      printed: summed(phrase('Due', 'Reste dû'), 9),
    },
    { name: 'currency', kind: 'code', of: ({ currency }) => currency, printed: printed(CURRENCY, 6) },
  ] satisfies InvoiceColumn[],
};

/** How this door words the files that its users ask for; used by the worker. */
export const dashboardReports: ReportDialect = {
  name: 'dashboard',
  reports: { payments, settlements, balance, invoices },
};
