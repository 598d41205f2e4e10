import type { StatementFilters } from '#ledger';
import { range, type PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

export interface BalanceQuery {
  readonly currency: Wire<'Currency'>;
}

export interface ListTransactionsQuery extends PageQuery {
  readonly type?: Wire<'TransactionType'>;
  readonly currency?: Wire<'Currency'>;
}

export function statementFilters(query: ListTransactionsQuery): StatementFilters {
  const { type, currency } = query;
  return { ...range(query), ...(type === undefined ? {} : { type }), ...(currency === undefined ? {} : { currency }) };
}
