import type { Tenant } from '#kernel';
import type { Principal } from '#identity';

/** Who calls, and in which mode this call acts. */
export interface DashboardCaller extends Principal {
  readonly tenant: Tenant;
}
