/** Pages count from 1. */
export interface PageRequest {
  page: number;
  limit: number;
}

export interface Page<T> {
  items: T[];
  page: number;
  limit: number;
  total: number;
  totalPages: number;
  hasNext: boolean;
  hasPrev: boolean;
}

/** Rows before the page. No more than PostgreSQL counts with: beyond that there is nothing either. */
export const offsetOf = ({ page, limit }: PageRequest): number => Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);

/** `total` counts all rows that match, not only those of this page; an empty result has zero pages. */
export function pageOf<T>(items: T[], request: PageRequest, total: number): Page<T> {
  const { page, limit } = request;
  const totalPages = Math.ceil(total / limit);
  return { items, page, limit, total, totalPages, hasNext: page < totalPages, hasPrev: page > 1 };
}

export type CursorValue = string | number;

/** An opaque, URL-safe cursor over the sort values of the last row that was seen. */
export function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values), 'utf8').toString('base64url');
}

/** The values of a cursor, or null for anything that `encodeCursor` cannot have made. */
export function decodeCursor(text: string): CursorValue[] | null {
  if (!/^[\w-]+$/.test(text)) return null;
  try {
    const values: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    return Array.isArray(values) && values.every(isCursorValue) ? values : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isCursorValue(value: unknown): value is CursorValue {
  return typeof value === 'string' || typeof value === 'number';
}
