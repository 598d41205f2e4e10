import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { GetOrganization, type OrganizationView } from '#identity';
import { MerchantTermsService } from '../terms/merchant-terms.service.js';

/** An organisation with what was agreed with it. */
export interface MerchantProfile extends OrganizationView {
  /** Percent, such as "2.5". */
  readonly feePercent: string;
}

/** Reads the caller's own organisation. Throws OrganizationNotFound. */
export class GetMerchantProfile extends Query<MerchantProfile> {
  constructor(readonly organizationId: string) {
    super();
  }
}

@QueryHandler(GetMerchantProfile)
export class GetMerchantProfileHandler implements IQueryHandler<GetMerchantProfile> {
  constructor(
    private readonly queries: QueryBus,
    private readonly terms: MerchantTermsService,
  ) {}

  async execute({ organizationId }: GetMerchantProfile): Promise<MerchantProfile> {
    const [organization, { feePercent }] = await Promise.all([
      this.queries.execute(new GetOrganization(organizationId)),
      this.terms.of(organizationId),
    ]);
    return { ...organization, feePercent };
  }
}
