import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { OrganizationLogos } from './organization-logos.service.js';
import { OrganizationLogoNotFound } from './organization.errors.js';

/** Takes the logo of the caller's organisation away; resolves to its id. Throws OrganizationLogoNotFound, also for a repeat. */
export class RemoveOrganizationLogo extends Command<string> {
  constructor(readonly caller: Pick<Principal, 'userId' | 'organizationId'>) {
    super();
  }
}

@CommandHandler(RemoveOrganizationLogo)
export class RemoveOrganizationLogoHandler implements ICommandHandler<RemoveOrganizationLogo> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly logos: OrganizationLogos,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller }: RemoveOrganizationLogo): Promise<string> {
    const { organizationId, userId: actorId } = caller;
    return this.unitOfWork.run(async (tx) => {
      const recordId = await this.logos.takeAway(tx, organizationId, this.clock.now());
      if (recordId === null) throw new OrganizationLogoNotFound();
      this.audit.record(tx, { action: 'organization.logo_removed', organizationId, actorId, recordId });
      return recordId;
    });
  }
}
