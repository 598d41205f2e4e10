import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { labelOf } from '../label.js';
import type { Principal } from '../session/authenticator.service.js';
import { TokenRevoked } from '../session/session.errors.js';
import { User } from '../user/user.aggregate.js';
import { PersonalAccessTokenLimitReached } from './personal-access-token.errors.js';
import { personalAccessTokenCreated } from './personal-access-token.events.js';
import { PersonalAccessToken, type NewPersonalAccessToken } from './personal-access-token.table.js';
import { presentToken, type PersonalAccessTokenView } from './personal-access-token-view.js';

export interface CreatedPersonalAccessToken {
  readonly token: PersonalAccessTokenView;
  /** The whole token: here and never again. */
  readonly secret: string;
}

/**
 * Makes a token with which a program calls for the caller. Throws InvalidInput for `name`,
 * PersonalAccessTokenLimitReached, and TokenRevoked when the caller's session was ended meanwhile. A repeat makes another
 * token.
 */
export class CreatePersonalAccessToken extends Command<CreatedPersonalAccessToken> {
  constructor(
    readonly caller: Pick<Principal, 'userId' | 'organizationId' | 'sessionId'>,
    readonly details: NewPersonalAccessToken,
  ) {
    super();
  }
}

const TOKENS_MAX = 50;
const READ_STANDING = `SELECT
    (SELECT count(*)::int FROM personal_access_tokens
      WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $3) AS count,
    EXISTS (SELECT FROM sessions WHERE id = $2 AND revoked_at IS NULL) AS "signedIn"`;

@CommandHandler(CreatePersonalAccessToken)
export class CreatePersonalAccessTokenHandler implements ICommandHandler<CreatePersonalAccessToken> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, details }: CreatePersonalAccessToken): Promise<CreatedPersonalAccessToken> {
    const now = this.clock.now();
    const { userId, organizationId, sessionId } = caller;
    const named = { ...details, name: labelOf('name', details.name) };
    const { secret, token } = PersonalAccessToken.create(caller, named, now);
    return this.unitOfWork.run(async (tx) => {
      // Two at once count one after the other, and none slips through beside a new password, which ends all tokens and
      // the sessions that could make more.
      await tx.load(User, { id: userId });
      const [standing] = await tx.query<{ count: number; signedIn: boolean }>(READ_STANDING, [userId, sessionId, now]);
      if (!standing?.signedIn) throw new TokenRevoked();
      if (standing.count >= TOKENS_MAX) throw new PersonalAccessTokenLimitReached(TOKENS_MAX);
      tx.save(token);
      tx.record(personalAccessTokenCreated(caller, token, now));
      const entry = {
        organizationId,
        actorId: userId,
        recordId: token.id,
        details: { scopes: token.scopes.join(' ') },
      };
      this.audit.record(tx, { action: 'access_token.created', ...entry });
      return { token: presentToken(token, now), secret };
    });
  }
}
