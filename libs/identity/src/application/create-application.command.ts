import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Mode } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { ApiKeyIssuing, type GeneratedApiKey } from '../api-key/api-key-issuing.service.js';
import type { AccountOwner } from '../user/user.events.js';
import { labelOf } from '../label.js';
import { descriptionOf, redirectUriOf, type ApplicationDetails } from './application-details.js';
import { ApplicationLimitReached } from './application.errors.js';
import { Application } from './application.table.js';
import { loadDefaultApplication } from './load-application.js';

/** Adds an application with one key. Throws InvalidInput, ApplicationLimitReached. A repeat makes another application. */
export class CreateApplication extends Command<GeneratedApiKey> {
  constructor(
    readonly caller: AccountOwner,
    readonly details: ApplicationDetails,
    /** Of the key. */
    readonly mode: Mode,
  ) {
    super();
  }
}

const APPLICATIONS_MAX = 20;
const COUNT = 'SELECT count(*)::int AS count FROM applications WHERE organization_id = $1 AND deleted_at IS NULL';

@CommandHandler(CreateApplication)
export class CreateApplicationHandler implements ICommandHandler<CreateApplication> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly issuing: ApiKeyIssuing,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, details, mode }: CreateApplication): Promise<GeneratedApiKey> {
    const now = this.clock.now();
    const { organizationId, userId: actorId } = caller;
    const application = Application.create(
      {
        organizationId,
        name: labelOf('name', details.name),
        description: descriptionOf(details.description),
        redirectUri: redirectUriOf(details.redirectUri),
        isDefault: false,
      },
      now,
    );
    return this.unitOfWork.run(async (tx) => {
      // Two at once follow each other, and the second counts the first.
      await loadDefaultApplication(tx, organizationId);
      const [counted] = await tx.query<{ count: number }>(COUNT, [organizationId]);
      if ((counted?.count ?? 0) >= APPLICATIONS_MAX) throw new ApplicationLimitReached(APPLICATIONS_MAX);
      tx.save(application);
      this.audit.record(tx, { action: 'app.created', organizationId, actorId, recordId: application.id });
      return this.issuing.issue(tx, caller, application, { mode, now });
    });
  }
}
