import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Database } from '#platform';
import { presentToken, type PersonalAccessTokenView, type TokenRow } from './personal-access-token-view.js';

/** How long a token stays listed, and is answered as lapsed instead of unknown. */
export const LAPSED_TOKENS_KEPT_DAYS = 30;

/** The tokens of an account, newest first; lapsed ones for a while, revoked ones not. */
export class ListPersonalAccessTokens extends Query<PersonalAccessTokenView[]> {
  constructor(
    readonly userId: string,
    readonly organizationId: string,
  ) {
    super();
  }
}

const READ = `SELECT id, name, scopes, last_four AS "lastFour", created_at AS "createdAt", expires_at AS "expiresAt",
    last_used_at AS "lastUsedAt"
  FROM personal_access_tokens
  WHERE user_id = $1 AND organization_id = $2 AND revoked_at IS NULL AND expires_at > $3
  ORDER BY created_at DESC, id DESC`;

@QueryHandler(ListPersonalAccessTokens)
export class ListPersonalAccessTokensHandler implements IQueryHandler<ListPersonalAccessTokens> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, organizationId }: ListPersonalAccessTokens): Promise<PersonalAccessTokenView[]> {
    const now = this.clock.now();
    // The job that removes old tokens runs now and then; the list ends after exactly that time.
    const oldest = new Date(now.getTime() - LAPSED_TOKENS_KEPT_DAYS * 24 * 3_600_000);
    const rows = await this.database.query<TokenRow>(READ, [userId, organizationId, oldest]);
    return rows.map((row) => presentToken(row, now));
  }
}
