import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import { OrganizationNotFound } from './organization.errors.js';

/** What others may know of an organisation, and whether it may act. */
export interface OrganizationStanding {
  readonly name: string;
  readonly suspended: boolean;
  readonly live: boolean;
}

/** Throws OrganizationNotFound. */
export class GetOrganizationStanding extends Query<OrganizationStanding> {
  constructor(readonly organizationId: string) {
    super();
  }
}

const READ = `SELECT name, suspended_at IS NOT NULL AS suspended, live_at IS NOT NULL AS live
  FROM organizations WHERE id = $1`;

@QueryHandler(GetOrganizationStanding)
export class GetOrganizationStandingHandler implements IQueryHandler<GetOrganizationStanding> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId }: GetOrganizationStanding): Promise<OrganizationStanding> {
    const found = await this.database.first<OrganizationStanding>(READ, [organizationId]);
    if (!found) throw new OrganizationNotFound();
    return found;
  }
}
