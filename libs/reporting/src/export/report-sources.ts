import { endOfDoualaDay, startOfDoualaDay, type Currency } from '#kernel';
import { paymentsMatching, type PaymentFilters } from '#payments';
import type { Read } from '#platform';
import { balanceMovement } from '../balance/balance-movement.js';
import {
  SETTLEMENT_DAYS,
  settlementDay,
  settlementDayValues,
  type SettlementDayRow,
  type SettlementFilters,
} from '../settlement/settlement-days.js';
import { invoiceSource } from './invoice-source.js';
import type { BalanceRow, PaymentRow, ReportName, ReportRows } from './report-rows.js';
import { amountOf, inOneGo, isoOf, listed, type ReportScope, type ReportSource } from './report-source.js';

type Sources = {
  readonly [Name in ReportName]: (read: Read, scope: ReportScope, now: Date) => ReportSource<ReportRows[Name]>;
};

const amount = (column: string): string => amountOf(column, 'currency');
const PAYMENT_COLUMNS = `id, ${isoOf('created_at')} AS "createdAt", ${isoOf('settled_at')} AS "settledAt", status,
  ${amount('amount')} AS amount, currency, ${amount('fee')} AS fee,
  ${amount(`CASE status WHEN 'settled' THEN amount - fee ELSE 0 END`)} AS net, ${amount('refunded_amount')} AS "refundedAmount",
  provider, payer_name AS "payerName", payer_msisdn AS "payerMsisdn", description, payment_link_id AS "paymentLinkId",
  invoice_id AS "invoiceId", order_id AS "orderId", provider_reference AS "providerReference"`;

export const REPORT_SOURCES: Sources = {
  payments: (read, { tenant, firstDay, lastDay, filters }) => {
    const days = { from: startOfDoualaDay(firstDay), to: endOfDoualaDay(lastDay) };
    const list = paymentsMatching(tenant, { ...(filters as Omit<PaymentFilters, 'from' | 'to'>), ...days });
    return listed<PaymentRow>(read, list, PAYMENT_COLUMNS, 'ORDER BY created_at, id');
  },

  settlements: (read, { tenant, firstDay, lastDay, filters }, now) => {
    const { status } = filters as Pick<SettlementFilters, 'status'>;
    const values = settlementDayValues(tenant, { from: firstDay, to: lastDay, status }, now);
    const text = `${SETTLEMENT_DAYS} SELECT * FROM settlement_days ORDER BY day, id`;
    return inOneGo(async () => (await read<SettlementDayRow>(text, values)).map(settlementDay));
  },

  balance: (read, { tenant, firstDay, lastDay, filters }) => {
    const { currency } = filters as { currency: Currency };
    return inOneGo(async (): Promise<BalanceRow[]> => {
      const { opening, categories, closing } = await balanceMovement(read, { tenant, currency, firstDay, lastDay });
      return [
        { entry: 'opening', currency, ...opening },
        ...categories.map(({ category: entry, ...parts }) => ({ entry, currency, ...parts })),
        { entry: 'closing', currency, ...closing },
      ];
    });
  },

  invoices: (read, scope, now) => invoiceSource(read, scope, now),
};
