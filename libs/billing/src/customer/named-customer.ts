import { InvalidInput, isUuid } from '#kernel';
import type { Transaction } from '#platform';
import type { CustomerReference } from './customer-view.js';

const BY_ID = 'SELECT id, name, email FROM customers WHERE id = $1 AND organization_id = $2';
const BY_NAME = `SELECT id, name, email FROM customers
  WHERE organization_id = $1 AND lower(name) = lower($2) ORDER BY id LIMIT 2`;

/**
 * The customer of the organisation with this id, or else the only one with this name, in any case. Throws InvalidInput
 * for customerId.
 */
export async function namedCustomer(
  tx: Transaction,
  organizationId: string,
  idOrName: string,
): Promise<CustomerReference> {
  const [identified] = isUuid(idOrName) ? await tx.query<CustomerReference>(BY_ID, [idOrName, organizationId]) : [];
  if (identified) return identified;
  const [named, another] = await tx.query<CustomerReference>(BY_NAME, [organizationId, idOrName.trim()]);
  if (!named) throw new InvalidInput({ customerId: ['names no customer of this organisation'] });
  if (another) throw new InvalidInput({ customerId: ['names several customers: use the id'] });
  return named;
}
