import { InvalidInput, isUuid } from '#kernel';
import type { Transaction } from '#platform';
import type { CustomerReference } from './customer-view.js';

const BY_ID = 'SELECT id, name, email FROM customers WHERE id = $1 AND organization_id = $2';
const BY_NAME = `SELECT id, name, email FROM customers
  WHERE organization_id = $1 AND lower(name) = lower($2) ORDER BY id LIMIT 2`;

/** The customer of the organisation with this id. Throws InvalidInput for customerId. */
export async function identifiedCustomer(
  tx: Transaction,
  organizationId: string,
  id: string,
): Promise<CustomerReference> {
  const customer = await find(tx, organizationId, id);
  if (!customer) throw unknown();
  return customer;
}

/**
 * The customer of the organisation with this id, or else the only one with this name, in any case. Throws InvalidInput
 * for customerId.
 */
export async function namedCustomer(
  tx: Transaction,
  organizationId: string,
  idOrName: string,
): Promise<CustomerReference> {
  const identified = await find(tx, organizationId, idOrName);
  if (identified) return identified;
  const [named, another] = await tx.query<CustomerReference>(BY_NAME, [organizationId, idOrName.trim()]);
  if (!named) throw unknown();
  if (another) throw new InvalidInput({ customerId: ['names several customers: use the id'] });
  return named;
}

async function find(tx: Transaction, organizationId: string, id: string): Promise<CustomerReference | null> {
  const [customer] = isUuid(id) ? await tx.query<CustomerReference>(BY_ID, [id, organizationId]) : [];
  return customer ?? null;
}

const unknown = (): InvalidInput => new InvalidInput({ customerId: ['names no customer of this organisation'] });
