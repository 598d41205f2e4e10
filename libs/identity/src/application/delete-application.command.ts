import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { ApiKeyIssuing } from '../api-key/api-key-issuing.service.js';
import type { AccountOwner } from '../user/user.events.js';
import { ApplicationNotDeletable } from './application.errors.js';
import { loadApplication } from './load-application.js';

/**
 * Removes an application and revokes its keys. Throws ApplicationNotFound, so also when it was removed before, and
 * ApplicationNotDeletable for the one that came with the account.
 */
export class DeleteApplication extends Command<void> {
  constructor(
    readonly caller: AccountOwner,
    readonly applicationId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteApplication)
export class DeleteApplicationHandler implements ICommandHandler<DeleteApplication> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly issuing: ApiKeyIssuing,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, applicationId }: DeleteApplication): Promise<void> {
    const now = this.clock.now();
    const { organizationId, userId: actorId } = caller;
    return this.unitOfWork.run(async (tx) => {
      const application = await loadApplication(tx, organizationId, applicationId);
      if (application.isDefault) throw new ApplicationNotDeletable();
      await this.issuing.revokeAll(tx, caller, application, now);
      application.deletedAt = now;
      application.updatedAt = now;
      tx.save(application);
      this.audit.record(tx, { action: 'app.deleted', organizationId, actorId, recordId: application.id });
    });
  }
}
