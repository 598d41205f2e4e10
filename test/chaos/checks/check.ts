import type { Evidence } from '../evidence.js';

/** Names what is wrong, one line each; empty when nothing is. */
export type Check = (evidence: Evidence) => string[];

export function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

export const byId = <T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> =>
  new Map(rows.map((row) => [row.id, row]));

export const sum = (amounts: readonly string[]): number => amounts.reduce((total, amount) => total + Number(amount), 0);
