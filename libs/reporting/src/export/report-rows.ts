import type { InvoiceStatus } from '#billing';
import type { Currency } from '#kernel';
import type { PaymentStatus, PaymentView } from '#payments';
import type { BalanceCategory } from '../balance/balance-movement.js';
import type { SettlementDay } from '../settlement/settlement-days.js';

/** Rows of reports as the house tells them: amounts as decimal text in major units, instants in ISO 8601. */
export interface PaymentRow {
  readonly id: string;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly status: PaymentStatus;
  readonly amount: string;
  readonly currency: Currency;
  readonly fee: string;
  /** What the merchant got of it; nothing of what was not paid. */
  readonly net: string;
  readonly refundedAmount: string;
  readonly provider: PaymentView['provider'];
  readonly payerName: string | null;
  readonly payerMsisdn: string;
  readonly description: string;
  readonly paymentLinkId: string | null;
  readonly invoiceId: string | null;
  readonly orderId: string | null;
  readonly providerReference: string;
}

export interface BalanceRow {
  readonly entry: BalanceCategory | 'opening' | 'closing';
  readonly currency: Currency;
  readonly pending: string;
  readonly available: string;
}

export interface InvoiceRow {
  readonly number: string;
  readonly issuedOn: string;
  readonly dueAt: string;
  readonly status: InvoiceStatus;
  readonly customerName: string;
  readonly customerEmail: string;
  readonly subtotal: string | null;
  readonly discountAmount: string | null;
  readonly vatAmount: string | null;
  readonly amount: string;
  readonly creditedAmount: string;
  readonly amountPaid: string;
  readonly balanceDue: string;
  readonly currency: Currency;
}

export interface ReportRows {
  readonly payments: PaymentRow;
  readonly settlements: SettlementDay;
  readonly balance: BalanceRow;
  readonly invoices: InvoiceRow;
}

export type ReportName = keyof ReportRows;
