import type { PageQuery } from '../dialect/pages.js';
import { behind, REFUND_STATUS } from '../dialect/vocabulary.js';
import type { RefundFilters } from '#payments';
import type { Wire } from '../dialect/wire.js';

export interface ListRefundsQuery extends PageQuery {
  readonly status?: Wire<'RefundStatus'>;
  readonly paymentId?: string;
}

export function refundFilters({ status, paymentId }: ListRefundsQuery): RefundFilters {
  return {
    ...(status === undefined ? {} : { statuses: behind(REFUND_STATUS, status) }),
    ...(paymentId === undefined ? {} : { paymentId }),
  };
}
