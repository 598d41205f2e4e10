import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { Organization } from './organization.aggregate.js';
import { OrganizationNotFound } from './organization.errors.js';
import { organizationLetLive } from './organization.events.js';

/** Platform staff let an organisation act in live mode, which becomes its default. Throws OrganizationNotFound. Safe to repeat. */
export class LetOrganizationLive extends Command<void> {
  constructor(
    readonly organizationId: string,
    /** Who decided; null from an operations command. */
    readonly actorId: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(LetOrganizationLive)
export class LetOrganizationLiveHandler implements ICommandHandler<LetOrganizationLive> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, actorId }: LetOrganizationLive): Promise<void> {
    const now = this.clock.now();
    if (!isUuid(organizationId)) throw new OrganizationNotFound();
    return this.unitOfWork.run(async (tx) => {
      const organization = await tx.load(Organization, { id: organizationId });
      if (!organization) throw new OrganizationNotFound();
      if (!organization.letLive(now)) return;
      tx.save(organization);
      tx.record(organizationLetLive(organizationId, now));
      this.audit.record(tx, { action: 'organization.let_live', organizationId, actorId, recordId: organizationId });
    });
  }
}
