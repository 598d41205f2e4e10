import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { GetOrganizationStanding } from '#identity';
import type { Tenant } from '#kernel';

/** An organisation as those see it who are to pay it. */
export interface Payee {
  readonly name: string;
  /** Whether it may take payments in the mode: it is not suspended, and live only once it was let live. */
  readonly mayBePaid: boolean;
}

/** Throws OrganizationNotFound. */
export class GetPayee extends Query<Payee> {
  constructor(readonly tenant: Tenant) {
    super();
  }
}

@QueryHandler(GetPayee)
export class GetPayeeHandler implements IQueryHandler<GetPayee> {
  constructor(private readonly queries: QueryBus) {}

  async execute({ tenant: { organizationId, mode } }: GetPayee): Promise<Payee> {
    const { name, suspended, live } = await this.queries.execute(new GetOrganizationStanding(organizationId));
    return { name, mayBePaid: !suspended && (mode === 'sandbox' || live) };
  }
}
