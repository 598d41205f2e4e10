import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { labelOf } from '../label.js';
import type { AccountOwner } from '../user/user.events.js';
import { descriptionOf, redirectUriOf, type ApplicationDetails } from './application-details.js';
import { loadApplication } from './load-application.js';

export interface ApplicationChanges extends Partial<ApplicationDetails> {
  /** Whether its keys work. */
  readonly active?: boolean;
}

/** Changes what is given and leaves the rest. Throws ApplicationNotFound, InvalidInput. Safe to repeat. */
export class UpdateApplication extends Command<void> {
  constructor(
    readonly caller: AccountOwner,
    readonly applicationId: string,
    readonly changes: ApplicationChanges,
  ) {
    super();
  }
}

@CommandHandler(UpdateApplication)
export class UpdateApplicationHandler implements ICommandHandler<UpdateApplication> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, applicationId, changes }: UpdateApplication): Promise<void> {
    const now = this.clock.now();
    const { organizationId, userId: actorId } = caller;
    const { name, description, redirectUri, active } = changes;
    return this.unitOfWork.run(async (tx) => {
      const application = await loadApplication(tx, organizationId, applicationId);
      if (name !== undefined) application.name = labelOf('name', name);
      if (description !== undefined) application.description = descriptionOf(description);
      if (redirectUri !== undefined) application.redirectUri = redirectUriOf(redirectUri);
      if (active !== undefined) application.disabledAt = active ? null : (application.disabledAt ?? now);
      application.updatedAt = now;
      tx.save(application);
      const details = { active: application.disabledAt === null };
      this.audit.record(tx, { action: 'app.updated', organizationId, actorId, recordId: application.id, details });
    });
  }
}
