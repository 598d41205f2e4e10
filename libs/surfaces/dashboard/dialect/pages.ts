import { endOfDoualaDay, startOfDoualaDay, type Page, type PageRequest } from '#kernel';
import { invalidFields } from '#platform';
import { requireOrder } from './days.js';
import type { Wire } from './wire.js';

/** The query of every list. The contract has given it types and defaults. */
export interface PageQuery extends PageRequest {
  readonly startDate?: string;
  readonly endDate?: string;
}

export const pagination = ({
  page,
  limit,
  total,
  totalPages,
  hasNext,
  hasPrev,
}: Page<unknown>): Wire<'Pagination'> => ({
  page,
  limit,
  total,
  totalPages,
  hasNext,
  hasPrev,
});

/** Whole days in Douala, both included. Throws what requireOrder() throws. */
export function range(query: PageQuery): { from?: Date; to?: Date } {
  requireOrder(query);
  const { startDate, endDate } = query;
  return {
    ...(startDate === undefined ? {} : { from: startOfDoualaDay(startDate) }),
    ...(endDate === undefined ? {} : { to: endOfDoualaDay(endDate) }),
  };
}

/** Decimal text, both included. Throws when they are in the wrong order; `within` is the path of the object they came in. */
export function amountRange(
  amountMin: string | undefined,
  amountMax: string | undefined,
  within = '',
): { amountMin?: string; amountMax?: string } {
  if (amountMin !== undefined && amountMax !== undefined && Number(amountMin) > Number(amountMax)) {
    throw invalidFields({ field: `${within}amountMin`, message: 'must not be above amountMax' });
  }
  return { ...(amountMin === undefined ? {} : { amountMin }), ...(amountMax === undefined ? {} : { amountMax }) };
}

/** The text that a list is searched for. A blank one finds everything. */
export function searched(search: string | undefined): { search?: string } {
  const text = search?.trim();
  return text ? { search: text } : {};
}
