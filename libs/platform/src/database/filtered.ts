import type { Tenant } from '#kernel';
import { FilteredList } from './filtered-list.js';
import { ListCounts } from './list-counts.js';

/** A list that is kept, and counted, apart from others of its organisation. */
const parted = (table: string, organizationId: string, column: string, part: string): FilteredList =>
  new FilteredList(table, ListCounts.of(table, organizationId, part))
    .of('organization_id', organizationId)
    .of(column, part);

/** Starts a list of a tenant's records in a table that carries organisation and mode. */
export const filtered = (table: string, { organizationId, mode }: Tenant): FilteredList =>
  parted(table, organizationId, 'mode', mode);

/** Starts a list of an organisation's records that belong to one door and to no mode. */
export const filteredByDialect = (table: string, organizationId: string, dialect: string): FilteredList =>
  parted(table, organizationId, 'dialect', dialect);

/** Starts a list of an organisation's records that belong to no mode. */
export const filteredByOrganization = (table: string, organizationId: string): FilteredList =>
  new FilteredList(table, ListCounts.of(table, organizationId)).of('organization_id', organizationId);
