import { InvalidInput, isUuid, type Currency } from '#kernel';
import type { Transaction } from '#platform';

const FIND_PRODUCTS = 'SELECT id, currency FROM products WHERE id = ANY($1::uuid[]) AND organization_id = $2';

/**
 * Throws InvalidInput, naming each item, unless every product that is named belongs to the organisation and is priced in
 * the currency.
 */
export async function requireProducts(
  tx: Transaction,
  items: readonly { readonly productId: string | null }[],
  { organizationId, currency }: { readonly organizationId: string; readonly currency: Currency },
): Promise<void> {
  const named = items.flatMap(({ productId }) => (productId !== null && isUuid(productId) ? [productId] : []));
  const known = new Map<string, Currency>();
  if (named.length > 0) {
    const products = await tx.query<{ id: string; currency: Currency }>(FIND_PRODUCTS, [named, organizationId]);
    for (const product of products) known.set(product.id, product.currency);
  }
  const wrong = items.flatMap(({ productId }, index): [string, string[]][] => {
    if (productId === null) return [];
    const priced = known.get(productId.toLowerCase());
    if (priced === currency) return [];
    const sentence = priced ? `names a product in ${priced}` : 'names no product of this organisation';
    return [[`items.${index}.productId`, [sentence]]];
  });
  if (wrong.length > 0) throw new InvalidInput(Object.fromEntries(wrong));
}
