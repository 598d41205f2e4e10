import type { Page } from '#kernel';
import type { BalanceView, StatementLineView } from '#ledger';
import { pagination } from '../dialect/pages.js';
import { amount, MODE } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

/** A currency without movements was last updated when the organisation was opened. */
export function presentBalance(balance: BalanceView, openedAt: string): Wire<'Balance'> {
  const { currency } = balance;
  return {
    currency: currency as Wire<'Currency'>,
    available: amount(balance.available, currency),
    pending: amount(balance.pending, currency),
    reserved: amount(balance.reserved, currency),
    lastUpdated: balance.lastUpdated ?? openedAt,
  };
}

function presentTransaction(line: StatementLineView): Wire<'Transaction'> {
  return {
    id: line.id,
    type: line.type,
    amount: amount(line.amount, line.currency),
    direction: line.direction,
    currency: line.currency as Wire<'Currency'>,
    status: line.status,
    description: line.description,
    paymentId: line.paymentId,
    refundId: line.refundId,
    payoutId: line.payoutId,
    chargebackId: line.chargebackId,
    availableOn: line.availableOn,
    mode: MODE[line.mode],
    createdAt: line.createdAt.toISOString(),
    updatedAt: line.updatedAt.toISOString(),
  };
}

export function presentTransactions(page: Page<StatementLineView>): Wire<'TransactionList'> {
  return { transactions: page.items.map(presentTransaction), pagination: pagination(page) };
}
