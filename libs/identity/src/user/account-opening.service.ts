import { Injectable } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { ConstraintViolation, Database, type Transaction } from '#platform';
import { ApiKey } from '../api-key/api-key.table.js';
import { Application } from '../application/application.table.js';
import { Membership } from '../organization/membership.table.js';
import { Organization } from '../organization/organization.aggregate.js';
import { normalisedEmail, User, type NewUser } from './user.aggregate.js';
import { EmailTaken, UsernameTaken } from './user.errors.js';
import type { AccountOwner } from './user.events.js';

export interface OpenedAccount extends AccountOwner {
  readonly user: User;
}

const FIND_TAKEN = `SELECT email = $1 AS email_taken FROM users
  WHERE email = $1 OR lower(username) = lower($2) ORDER BY email = $1 DESC LIMIT 1`;

/** Makes an account and all that belongs to it from the beginning: its organisation, application and both API keys. */
@Injectable()
export class AccountOpening {
  constructor(private readonly database: Database) {}

  /** Throws EmailTaken or, when only that is taken, UsernameTaken. Spares hashing a password for nothing; no guarantee. */
  async checkFree(email: string, username: string): Promise<void> {
    const taken = await this.database.first<{ email_taken: boolean }>(FIND_TAKEN, [normalisedEmail(email), username]);
    if (taken) throw taken.email_taken ? new EmailTaken() : new UsernameTaken();
  }

  open(
    tx: Transaction,
    details: Omit<NewUser, 'id'> & { country: string },
    passwordHash: string,
    now: Date,
  ): OpenedAccount {
    const { country, ...person } = details;
    const user = User.open({ id: uuidv7(now), ...person }, passwordHash, now);
    const name = `${user.firstName} ${user.lastName}`;
    const organization = Organization.found({ id: uuidv7(now), name, country }, now);
    const membership = Object.assign(new Membership(), {
      userId: user.id,
      organizationId: organization.id,
      role: 'owner',
      createdAt: now,
    });
    const own = { organizationId: organization.id, name, description: null, redirectUri: null, isDefault: true };
    const application = Application.create(own, now);
    // These keys are placeholders that nobody ever sees whole: the first real ones are those that the holder generates.
    const keys = (['live', 'sandbox'] as const).map((mode) => ApiKey.generate(application, mode, now).apiKey);
    for (const record of [user, organization, membership, application, ...keys]) tx.save(record);
    return { user, userId: user.id, organizationId: organization.id };
  }
}

/** What two sign-ups at once come to: the constraint refuses the second, with the error it would have got a moment later. */
export function translateTakenName(error: unknown): unknown {
  if (!(error instanceof ConstraintViolation)) return error;
  if (error.constraint === 'users_email_key') return new EmailTaken();
  return error.constraint === 'users_username_key' ? new UsernameTaken() : error;
}
