import type { PaymentFilters } from '#payments';
import { amountRange, range, searched, type PageQuery } from '../dialect/pages.js';
import { paymentStatusFrom } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export interface ListPaymentsQuery extends PageQuery {
  readonly status?: Wire<'PaymentStatus'>;
  readonly search?: string;
  readonly amountMin?: number;
  readonly amountMax?: number;
}

export function paymentFilters(query: ListPaymentsQuery): PaymentFilters {
  const { status, amountMin, amountMax } = query;
  return {
    ...range(query),
    ...(status === undefined ? {} : { status: paymentStatusFrom(status) }),
    ...amountRange(amountMin?.toString(), amountMax?.toString()),
    ...searched(query.search),
  };
}
