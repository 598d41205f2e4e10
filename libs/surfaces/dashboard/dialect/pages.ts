import { endOfDoualaDay, startOfDoualaDay, type Page, type PageRequest } from '#kernel';
import { invalidFields } from '#platform';
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

/** Whole days in Douala, both included. Throws when they are in the wrong order. */
export function range({ startDate, endDate }: PageQuery): { from?: Date; to?: Date } {
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw invalidFields({ field: 'startDate', message: 'must not be after endDate' });
  }
  return {
    ...(startDate === undefined ? {} : { from: startOfDoualaDay(startDate) }),
    ...(endDate === undefined ? {} : { to: endOfDoualaDay(endDate) }),
  };
}

/** The text that a list is searched for. A blank one finds everything. */
export function searched(search: string | undefined): { search?: string } {
  const text = search?.trim();
  return text ? { search: text } : {};
}
