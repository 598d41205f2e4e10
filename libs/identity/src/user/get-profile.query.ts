import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import type { AccountSummary, Language } from './user.aggregate.js';
import { UserNotFound } from './user.errors.js';

/** The whole account, without anything secret. */
export interface Profile extends AccountSummary {
  /** E.164. */
  readonly phone: string | null;
  readonly language: Language;
  readonly secondFactorEnabled: boolean;
  /** The organisation that came with the account. */
  readonly organizationId: string;
  readonly createdAt: Date;
}

/** Reads an account as it is now. Throws UserNotFound. */
export class GetProfile extends Query<Profile> {
  constructor(readonly userId: string) {
    super();
  }
}

const READ = `SELECT u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName", u.role,
    u.phone, u.language, u.email_verified_at IS NOT NULL AS "emailVerified", u.created_at AS "createdAt",
    f.confirmed_at IS NOT NULL AS "secondFactorEnabled", m.organization_id AS "organizationId"
  FROM users u
  JOIN memberships m ON m.user_id = u.id
  LEFT JOIN second_factors f ON f.user_id = u.id
  WHERE u.id = $1 ORDER BY m.created_at LIMIT 1`;

@QueryHandler(GetProfile)
export class GetProfileHandler implements IQueryHandler<GetProfile> {
  constructor(private readonly database: Database) {}

  async execute({ userId }: GetProfile): Promise<Profile> {
    const profile = await this.database.first<Profile>(READ, [userId]);
    if (!profile) throw new UserNotFound();
    return profile;
  }
}
