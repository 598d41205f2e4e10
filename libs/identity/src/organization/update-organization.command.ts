import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { Organization, type OrganizationChanges } from './organization.aggregate.js';
import { OrganizationNotFound } from './organization.errors.js';

/** Changes name and address of the caller's organisation. Throws InvalidInput for its region. Safe to repeat. */
export class UpdateOrganization extends Command<void> {
  constructor(
    readonly caller: Pick<Principal, 'userId' | 'organizationId'>,
    readonly changes: OrganizationChanges,
  ) {
    super();
  }
}

@CommandHandler(UpdateOrganization)
export class UpdateOrganizationHandler implements ICommandHandler<UpdateOrganization> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, changes }: UpdateOrganization): Promise<void> {
    const { organizationId, userId: actorId } = caller;
    return this.unitOfWork.run(async (tx) => {
      const organization = await tx.load(Organization, { id: organizationId });
      if (!organization) throw new OrganizationNotFound();
      organization.change(changes, this.clock.now());
      tx.save(organization);
      this.audit.record(tx, { action: 'organization.updated', organizationId, actorId, recordId: organizationId });
    });
  }
}
