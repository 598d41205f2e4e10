import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { UnitOfWork } from '#platform';
import { OrganizationNotFound } from './organization.errors.js';
import { Organizations } from './organizations.service.js';

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
    private readonly organizations: Organizations,
  ) {}

  async execute({ organizationId, actorId }: LetOrganizationLive): Promise<void> {
    if (!isUuid(organizationId)) throw new OrganizationNotFound();
    await this.unitOfWork.run((tx) => this.organizations.letLive(tx, organizationId, actorId));
  }
}
