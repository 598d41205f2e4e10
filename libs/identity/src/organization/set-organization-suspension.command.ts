import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { Organization } from './organization.aggregate.js';
import { OrganizationNotFound } from './organization.errors.js';

/** Platform staff suspend an organisation, with all that calls for it, or lift that. Throws OrganizationNotFound. Safe to repeat. */
export class SetOrganizationSuspension extends Command<void> {
  constructor(
    readonly organizationId: string,
    readonly suspended: boolean,
    readonly actorId: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(SetOrganizationSuspension)
export class SetOrganizationSuspensionHandler implements ICommandHandler<SetOrganizationSuspension> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, suspended, actorId }: SetOrganizationSuspension): Promise<void> {
    const now = this.clock.now();
    if (!isUuid(organizationId)) throw new OrganizationNotFound();
    return this.unitOfWork.run(async (tx) => {
      const organization = await tx.load(Organization, { id: organizationId });
      if (!organization) throw new OrganizationNotFound();
      if (suspended) organization.suspend(now);
      else organization.reinstate(now);
      tx.save(organization);
      const action = suspended ? 'organization.suspended' : 'organization.reinstated';
      this.audit.record(tx, { action, organizationId, actorId, recordId: organizationId });
    });
  }
}
