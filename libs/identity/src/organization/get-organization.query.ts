import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import type { LegalForm } from './organization.aggregate.js';
import { OrganizationNotFound } from './organization.errors.js';

export interface OrganizationView {
  readonly id: string;
  readonly name: string;
  /** Null until the business is registered. */
  readonly legalForm: LegalForm | null;
  readonly registrationNumber: string | null;
  readonly vatNumber: string | null;
  readonly address: string | null;
  readonly city: string | null;
  readonly region: string | null;
  /** ISO 3166-1, two letters; ZZ for a country that is not told apart. */
  readonly country: string;
}

/** Reads the caller's own organisation. Throws OrganizationNotFound. */
export class GetOrganization extends Query<OrganizationView> {
  constructor(readonly organizationId: string) {
    super();
  }
}

export const READ_ORGANIZATION = `SELECT id, name, legal_form AS "legalForm", registration_number AS "registrationNumber",
    vat_number AS "vatNumber", address, city, region, country
  FROM organizations WHERE id = $1`;

@QueryHandler(GetOrganization)
export class GetOrganizationHandler implements IQueryHandler<GetOrganization> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId }: GetOrganization): Promise<OrganizationView> {
    const found = await this.database.first<OrganizationView>(READ_ORGANIZATION, [organizationId]);
    if (!found) throw new OrganizationNotFound();
    return found;
  }
}
