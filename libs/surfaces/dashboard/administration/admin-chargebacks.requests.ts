import type { DisputeFilters } from '#disputes';
import type { PageQuery } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

/** Which records staff look at; the contract has filled it in. */
export interface ModeQuery {
  readonly mode: Wire<'Mode'>;
}

export interface ListAllChargebacksQuery extends PageQuery, ModeQuery {
  readonly status?: Wire<'AdminChargebackStatus'>;
  readonly organizationId?: string;
}

export function chargebackFilters({ status, organizationId }: ListAllChargebacksQuery): DisputeFilters {
  return {
    ...(status === undefined ? {} : { statuses: [status] }),
    ...(organizationId === undefined ? {} : { organizationId }),
  };
}
