import { invalidFields } from '#platform';
import type { PaymentFilters } from '#payments';
import { range, searched, type PageQuery } from '../dialect/pages.js';
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
  if (amountMin !== undefined && amountMax !== undefined && amountMin > amountMax) {
    throw invalidFields({ field: 'amountMin', message: 'must not be above amountMax' });
  }
  return {
    ...range(query),
    ...(status === undefined ? {} : { status: paymentStatusFrom(status) }),
    ...(amountMin === undefined ? {} : { amountMin: String(amountMin) }),
    ...(amountMax === undefined ? {} : { amountMax: String(amountMax) }),
    ...searched(query.search),
  };
}
