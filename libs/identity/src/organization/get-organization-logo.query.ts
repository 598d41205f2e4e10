import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database, SealedFiles } from '#platform';
import { logoKey } from './organization-logos.service.js';
import { OrganizationLogoNotFound } from './organization.errors.js';

export interface OrganizationLogo {
  readonly contentType: string;
  readonly content: Buffer;
}

/** Reads the logo of the caller's own organisation. Throws OrganizationLogoNotFound. */
export class GetOrganizationLogo extends Query<OrganizationLogo> {
  constructor(readonly organizationId: string) {
    super();
  }
}

const READ = `SELECT id, content_type AS "contentType" FROM organization_logos
  WHERE organization_id = $1 AND replaced_at IS NULL`;
interface Row {
  readonly id: string;
  readonly contentType: string;
}

@QueryHandler(GetOrganizationLogo)
export class GetOrganizationLogoHandler implements IQueryHandler<GetOrganizationLogo> {
  constructor(
    private readonly database: Database,
    private readonly files: SealedFiles,
  ) {}

  async execute({ organizationId }: GetOrganizationLogo): Promise<OrganizationLogo> {
    const logo = await this.database.first<Row>(READ, [organizationId]);
    if (!logo) throw new OrganizationLogoNotFound();
    return { contentType: logo.contentType, content: await this.files.read(logoKey(logo.id)) };
  }
}
