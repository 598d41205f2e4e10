import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput } from '#kernel';
import { Audit, Database, hashToken, UnitOfWork } from '#platform';
import { Memberships } from '../organization/memberships.service.js';
import { revokePersonalAccessTokens } from '../personal-access-token/revoke-personal-access-tokens.js';
import { GuessLimits, passwordOf } from '../session/guess-limits.service.js';
import { Sessions } from '../session/sessions.service.js';
import { Passwords } from '../user/passwords.service.js';
import { passwordProblems, User } from '../user/user.aggregate.js';
import { passwordChanged } from '../user/user.events.js';
import { ResetTokenInvalid } from './password-reset.errors.js';
import { PasswordReset } from './password-reset.table.js';

/**
 * Replaces the password of the account that the token was mailed to, ends all its sessions and access tokens, and lifts a lock. Throws
 * ResetTokenInvalid, or InvalidInput for `newPassword`, which leaves the token usable.
 */
export class ResetPassword extends Command<void> {
  constructor(
    readonly token: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

interface OwnerRow {
  readonly email: string;
  readonly username: string;
}

const FIND_OWNER = `SELECT u.email, u.username FROM password_resets r JOIN users u ON u.id = r.user_id
  WHERE r.token_hash = $1 AND r.expires_at > $2`;
const USE_UP = 'DELETE FROM password_resets WHERE user_id = $1';
const CLOSE_CHALLENGES = 'DELETE FROM sign_in_challenges WHERE user_id = $1';

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly guesses: GuessLimits,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ token, newPassword }: ResetPassword): Promise<void> {
    const now = this.clock.now();
    const tokenHash = hashToken(token);
    const owner = await this.database.first<OwnerRow>(FIND_OWNER, [tokenHash, now]);
    if (!owner) throw new ResetTokenInvalid();
    const problems = passwordProblems(newPassword, owner);
    if (problems.length > 0) throw new InvalidInput({ newPassword: problems });
    const passwordHash = await this.passwords.hash(newPassword);
    await this.unitOfWork.run(async (tx) => {
      // Locked and read again: the token may have been used or replaced while the hash was computed.
      const user = await tx.load(User, { email: owner.email });
      const reset = await tx.load(PasswordReset, { tokenHash });
      if (!user || reset?.userId !== user.id || reset.expiresAt <= now) throw new ResetTokenInvalid();
      const standing = await this.memberships.standingOf(tx, user.id);
      user.replacePassword(passwordHash, now);
      tx.save(user);
      await this.sessions.revokeAll(tx, user.id, 'password_reset', { except: null, now });
      revokePersonalAccessTokens(tx, user.id, now);
      tx.write(USE_UP, [user.id]);
      tx.write(CLOSE_CHALLENGES, [user.id]);
      this.guesses.forgive(tx, passwordOf(user.email));
      tx.record(passwordChanged(standing, 'mailed_token', now));
      const { organizationId } = standing;
      this.audit.record(tx, { action: 'auth.password_reset', organizationId, actorId: user.id, recordId: user.id });
    });
  }
}
