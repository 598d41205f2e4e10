import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type DomainError } from '#kernel';
import { Audit, hashToken, UnitOfWork, type Transaction } from '#platform';
import { Memberships } from '../organization/memberships.service.js';
import { SecondFactor } from '../second-factor/second-factor.aggregate.js';
import { SecondFactors } from '../second-factor/second-factors.service.js';
import { User } from '../user/user.aggregate.js';
import type { AccountOwner } from '../user/user.events.js';
import { GuessLimits, secondFactorOf } from './guess-limits.service.js';
import { AccountSuspended, SecondFactorWrong, TokenExpired, TokenInvalid } from './session.errors.js';
import { SignInChallenge } from './sign-in-challenge.aggregate.js';
import { SignIns, type SignedIn } from './sign-ins.service.js';

/**
 * Opens the session that waits for a second factor. The code is one of the authenticator or a recovery code, each good
 * for one use. Throws TokenInvalid for an unknown or used challenge, TokenExpired for one whose time or attempts are
 * over, SecondFactorWrong, AccountSuspended.
 */
export class AnswerChallenge extends Command<SignedIn> {
  constructor(
    readonly challengeToken: string,
    readonly code: string,
  ) {
    super();
  }
}

const FIND_OWNER = 'SELECT user_id FROM sign_in_challenges WHERE token_hash = $1';

@CommandHandler(AnswerChallenge)
export class AnswerChallengeHandler implements ICommandHandler<AnswerChallenge> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secondFactors: SecondFactors,
    private readonly guesses: GuessLimits,
    private readonly memberships: Memberships,
    private readonly signIns: SignIns,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ challengeToken, code }: AnswerChallenge): Promise<SignedIn> {
    const now = this.clock.now();
    const outcome = await this.unitOfWork.run((tx) => this.answer(tx, hashToken(challengeToken), code, now));
    // Thrown after the commit: a rollback would give the attempt back.
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  private async answer(tx: Transaction, tokenHash: Buffer, code: string, now: Date): Promise<SignedIn | DomainError> {
    const [found] = await tx.query<{ user_id: string }>(FIND_OWNER, [tokenHash]);
    // Accounts are locked before what belongs to them, as a change of password does, or the two could deadlock.
    const user = found && (await tx.load(User, { id: found.user_id }));
    const challenge = user && (await tx.load(SignInChallenge, { tokenHash }));
    if (!user || !challenge) return this.refuse(tx, null, new TokenInvalid());
    const standing = await this.memberships.standingOf(tx, user.id);
    const closed = challenge.refusal(now);
    if (closed) return this.refuse(tx, standing, closed);
    if (user.suspendedAt !== null || standing.organizationSuspended) {
      return this.refuse(tx, standing, new AccountSuspended());
    }
    const factor = await tx.load(SecondFactor, { userId: user.id });
    const lockedUntil = await this.guesses.admit(tx, secondFactorOf(user.id), now);
    if (!factor?.isEnabled || lockedUntil) return this.refuse(tx, standing, new TokenExpired());
    if (!(await this.secondFactors.accepts(tx, factor, code, now))) {
      const attemptsLeft = challenge.countWrongAttempt();
      tx.save(challenge);
      return this.refuse(tx, standing, new SecondFactorWrong(attemptsLeft));
    }
    this.guesses.forgive(tx, secondFactorOf(user.id));
    challenge.use(now);
    tx.save(challenge);
    tx.save(factor);
    return this.signIns.complete(tx, user, standing.organizationId, now);
  }

  private refuse(tx: Transaction, owner: AccountOwner | null, refusal: DomainError): DomainError {
    this.audit.record(tx, {
      action: 'auth.login_failed',
      organizationId: owner?.organizationId ?? null,
      actorId: owner?.userId ?? null,
      details: { reason: refusal.code },
    });
    return refusal;
  }
}
