import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filtered, type FilteredList } from '#platform';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PAYMENT_LINK_COLUMNS, type PaymentLinkStatus, type PaymentLinkView } from './payment-link-view.js';

export interface PaymentLinkFilters {
  /** As they are judged at the call. */
  readonly statuses?: readonly PaymentLinkStatus[];
  /** Text in id, slug or description, in any case. */
  readonly search?: string;
}

/** Lists a tenant's payment links, newest first, whatever door made them. */
export class ListPaymentLinks extends Query<Page<PaymentLinkView>> {
  constructor(
    readonly tenant: Tenant,
    readonly filters: PaymentLinkFilters,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const EXPIRES = `listed_as = 'active' AND expires_at < ?`;

@QueryHandler(ListPaymentLinks)
export class ListPaymentLinksHandler implements IQueryHandler<ListPaymentLinks> {
  constructor(
    private readonly database: Database,
    private readonly views: PaymentLinkViews,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, filters, page }: ListPaymentLinks): Promise<Page<PaymentLinkView>> {
    const list = filtered('payment_links', tenant).containing('search_text', filters.search);
    if (filters.statuses) this.narrow(list, filters.statuses);
    const { items, total } = await list.newestFirst(this.database, PAYMENT_LINK_COLUMNS, page);
    return pageOf(
      items.map((row) => this.views.of(row)),
      page,
      total,
    );
  }

  private narrow(list: FilteredList, statuses: readonly PaymentLinkStatus[]): void {
    list.among('listed_as', 'text', statuses);
    const [active, expired] = [statuses.includes('active'), statuses.includes('expired')];
    if (active !== expired) list.whileLate(expired ? 'join' : 'leave', EXPIRES, this.clock.now());
  }
}
