import type { UserRole } from '#identity';
import type { ContractOperation } from '#platform';
import { RoleRefused } from './roles.errors.js';

/**
 * Judges a caller by x-roles (`info`, Callers). The core's customers, who own an organisation, are the merchants of this
 * contract. No account of the core has the super-admin flag, and none of its organisations is the primary merchant.
 * Throws RoleRefused.
 */
export function admit(role: UserRole, operation: ContractOperation, appContext: unknown): void {
  const allowed = operation.definition['x-roles'] as readonly string[];
  if (allowed.includes('super_admin')) throw new RoleRefused('super_admin_required');
  if (!allowed.includes('merchant')) {
    if (role !== 'admin') throw new RoleRefused('admin_required');
    return;
  }
  if (role !== 'admin') return;
  if (appContext === 'merchant') throw new RoleRefused('primary_merchant_not_set');
  if (!allowed.includes('admin')) throw new RoleRefused('merchant_context_required');
}
