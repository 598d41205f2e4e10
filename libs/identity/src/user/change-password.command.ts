import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput } from '#kernel';
import { Audit, Database, UnitOfWork } from '#platform';
import { revokePersonalAccessTokens } from '../personal-access-token/revoke-personal-access-tokens.js';
import type { Principal } from '../session/authenticator.service.js';
import { GuessLimits, passwordOf } from '../session/guess-limits.service.js';
import { Sessions } from '../session/sessions.service.js';
import { Passwords } from './passwords.service.js';
import { passwordProblems, User } from './user.aggregate.js';
import { UserNotFound } from './user.errors.js';
import { passwordChanged } from './user.events.js';

/**
 * Replaces the password of the caller and ends the other sessions of the account. Throws InvalidInput for
 * `currentPassword`, a wrong one of which counts like a wrong one at sign-in, or for `newPassword`.
 */
export class ChangePassword extends Command<{ otherSessionsRevoked: number }> {
  constructor(
    readonly caller: Principal,
    readonly currentPassword: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

interface CredentialsRow {
  readonly email: string;
  readonly username: string;
  readonly password_hash: string;
}

const FIND_CREDENTIALS = 'SELECT email, username, password_hash FROM users WHERE id = $1';
const CLOSE_CHALLENGES = 'DELETE FROM sign_in_challenges WHERE user_id = $1';
const DROP_RESET = 'DELETE FROM password_resets WHERE user_id = $1';
const WRONG = 'is not your password';
const LOCKED = 'cannot be checked now: too many wrong passwords, try again in a quarter of an hour';

@CommandHandler(ChangePassword)
export class ChangePasswordHandler implements ICommandHandler<ChangePassword> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly guesses: GuessLimits,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, currentPassword, newPassword }: ChangePassword): Promise<{ otherSessionsRevoked: number }> {
    const now = this.clock.now();
    const credentials = await this.database.first<CredentialsRow>(FIND_CREDENTIALS, [caller.userId]);
    if (!credentials) throw new UserNotFound();
    const lockedUntil = await this.unitOfWork.run((tx) => this.guesses.admit(tx, passwordOf(credentials.email), now));
    if (lockedUntil) throw new InvalidInput({ currentPassword: [LOCKED] });
    if (!(await this.passwords.matches(currentPassword, credentials.password_hash))) {
      throw new InvalidInput({ currentPassword: [WRONG] });
    }
    await this.unitOfWork.run(async (tx) => this.guesses.forgive(tx, passwordOf(credentials.email)));
    const problems = passwordProblems(newPassword, credentials);
    if (newPassword === currentPassword) problems.push('must differ from the current password');
    if (problems.length > 0) throw new InvalidInput({ newPassword: problems });
    const passwordHash = await this.passwords.hash(newPassword);
    return this.replace(caller, credentials.password_hash, passwordHash, now);
  }

  private replace(
    caller: Principal,
    checkedHash: string,
    passwordHash: string,
    now: Date,
  ): Promise<{ otherSessionsRevoked: number }> {
    const { userId, organizationId, sessionId } = caller;
    return this.unitOfWork.run(async (tx) => {
      const user = await tx.load(User, { id: userId });
      // Two changes at once: the second has proved that it knows a password which is not the current one any more.
      if (user?.passwordHash !== checkedHash) throw new InvalidInput({ currentPassword: [WRONG] });
      user.replacePassword(passwordHash, now);
      tx.save(user);
      const otherSessionsRevoked = await this.sessions.revokeAll(tx, userId, 'password_changed', {
        except: sessionId,
        now,
      });
      revokePersonalAccessTokens(tx, userId, now);
      tx.write(CLOSE_CHALLENGES, [userId]);
      tx.write(DROP_RESET, [userId]);
      tx.record(passwordChanged(caller, 'old_password', now));
      this.audit.record(tx, { action: 'user.password_changed', organizationId, actorId: userId, recordId: userId });
      return { otherSessionsRevoked };
    });
  }
}
