import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import type { Language } from './user.aggregate.js';
import { UserNotFound } from './user.errors.js';

export interface NotificationSettings {
  /** Whether mails about payments are wanted. Those about the safety of the account always are sent. */
  readonly emailNotifications: boolean;
  readonly pushNotifications: boolean;
  readonly marketingEmails: boolean;
}

export interface AccountSettings extends NotificationSettings {
  /** Of mails. */
  readonly language: Language;
}

/** Reads how an account wants to be told of things. Throws UserNotFound. */
export class GetAccountSettings extends Query<AccountSettings> {
  constructor(readonly userId: string) {
    super();
  }
}

const READ = `SELECT language, email_notifications AS "emailNotifications", push_notifications AS "pushNotifications",
    marketing_emails AS "marketingEmails"
  FROM users WHERE id = $1`;

@QueryHandler(GetAccountSettings)
export class GetAccountSettingsHandler implements IQueryHandler<GetAccountSettings> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetAccountSettings): Promise<AccountSettings> {
    const settings = await this.database.first<AccountSettings>(READ, [userId]);
    if (!settings) throw new UserNotFound();
    return settings;
  }
}
