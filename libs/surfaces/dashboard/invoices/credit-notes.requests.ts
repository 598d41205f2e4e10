import type { CreditNoteRequest } from '#billing';
import type { Wire } from '../dialect/wire.js';

/** The body names no currency: its amounts are in that of the invoice. */
export const newCreditNote = ({
  amount,
  reason,
  items = [],
}: Wire<'CreateCreditNoteRequest'>): Pick<CreditNoteRequest, 'amount' | 'reason' | 'items'> => ({
  amount,
  reason,
  items: items.map(({ productId, ...item }) => ({ ...item, productId: productId ?? null })),
});
