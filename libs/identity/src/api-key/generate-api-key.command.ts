import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Mode } from '#kernel';
import { UnitOfWork } from '#platform';
import { loadApplication, loadDefaultApplication } from '../application/load-application.js';
import type { AccountOwner } from '../user/user.events.js';
import { ApiKeyIssuing, type GeneratedApiKey } from './api-key-issuing.service.js';

/**
 * Makes a new key of an application for a mode; the one before it is refused from then on. Each call makes another one.
 * Throws ApplicationNotFound.
 */
export class GenerateApiKey extends Command<GeneratedApiKey> {
  constructor(
    readonly caller: AccountOwner,
    readonly mode: Mode,
    /** Null: the one that came with the account. */
    readonly applicationId: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(GenerateApiKey)
export class GenerateApiKeyHandler implements ICommandHandler<GenerateApiKey> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly issuing: ApiKeyIssuing,
    private readonly clock: Clock,
  ) {}

  execute({ caller, mode, applicationId }: GenerateApiKey): Promise<GeneratedApiKey> {
    const now = this.clock.now();
    const { organizationId } = caller;
    return this.unitOfWork.run(async (tx) => {
      // The lock on the application makes two at once follow each other: there is one key of a mode at any time.
      const application =
        applicationId === null
          ? await loadDefaultApplication(tx, organizationId)
          : await loadApplication(tx, organizationId, applicationId);
      return this.issuing.issue(tx, caller, application, { mode, now });
    });
  }
}
