import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import type { NotificationSettings } from './get-account-settings.query.js';

/** Changes the switches that are given and leaves the others. Safe to repeat. */
export class ChangeNotificationSettings extends Command<void> {
  constructor(
    readonly caller: Pick<Principal, 'userId' | 'organizationId'>,
    readonly changes: Partial<NotificationSettings>,
  ) {
    super();
  }
}

const CHANGE = `UPDATE users SET email_notifications = coalesce($2, email_notifications),
    push_notifications = coalesce($3, push_notifications), marketing_emails = coalesce($4, marketing_emails),
    updated_at = $5
  WHERE id = $1`;

@CommandHandler(ChangeNotificationSettings)
export class ChangeNotificationSettingsHandler implements ICommandHandler<ChangeNotificationSettings> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, changes }: ChangeNotificationSettings): Promise<void> {
    const { userId, organizationId } = caller;
    const { emailNotifications = null, pushNotifications = null, marketingEmails = null } = changes;
    return this.unitOfWork.run((tx) => {
      tx.write(CHANGE, [userId, emailNotifications, pushNotifications, marketingEmails, this.clock.now()]);
      this.audit.record(tx, { action: 'user.settings_updated', organizationId, actorId: userId, recordId: userId });
      return Promise.resolve();
    });
  }
}
