import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, pageOf, type Mode, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered, FilteredList } from '#platform';
import { DISPUTE_VIEW_COLUMNS, disputeView, type DisputeStatus, type DisputeView } from './dispute-view.js';

/** One tenant; or, for platform staff alone, everybody in a mode. */
export type DisputeScope = Tenant | { readonly mode: Mode; readonly everybody: true };

export interface DisputeFilters {
  readonly statuses?: readonly DisputeStatus[];
  readonly organizationId?: string;
}

/** Lists disputes, newest first. An unknown organisation has none. */
export class ListDisputes extends Query<Page<DisputeView>> {
  constructor(
    readonly scope: DisputeScope,
    readonly filters: DisputeFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListDisputes)
export class ListDisputesHandler implements IQueryHandler<ListDisputes> {
  constructor(private readonly database: Database) {}

  async execute({ scope, filters, page }: ListDisputes): Promise<Page<DisputeView>> {
    const { organizationId, statuses } = filters;
    if (organizationId !== undefined && !isUuid(organizationId)) return pageOf([], page, 0);
    const within =
      'everybody' in scope ? new FilteredList('disputes').and('mode = ?', scope.mode) : filtered('disputes', scope);
    const list = within.and('organization_id = ?', organizationId).among('status', 'dispute_status', statuses);
    const { items, total } = await list.newestFirst<DisputeView>(this.database, DISPUTE_VIEW_COLUMNS, page);
    return pageOf(items.map(disputeView), page, total);
  }
}
