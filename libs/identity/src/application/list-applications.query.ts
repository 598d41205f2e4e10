import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import { APPLICATION_COLUMNS, withKeys, type ApplicationRow, type ApplicationView } from './application-view.js';

/** Lists the applications of an organisation, newest first. */
export class ListApplications extends Query<Page<ApplicationView>> {
  constructor(
    readonly organizationId: string,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListApplications)
export class ListApplicationsHandler implements IQueryHandler<ListApplications> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId, page }: ListApplications): Promise<Page<ApplicationView>> {
    const list = filteredByOrganization('applications', organizationId).holds('deleted_at IS NULL');
    const { items, total } = await list.newestFirst<ApplicationRow>(this.database, APPLICATION_COLUMNS, page);
    return pageOf(await withKeys(this.database, items), page, total);
  }
}
