import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork, type Transaction } from '#platform';
import { GuessLimits, mailedCodeOf } from '../session/guess-limits.service.js';
import { Memberships } from '../organization/memberships.service.js';
import { normalisedEmail, User } from '../user/user.aggregate.js';
import { emailVerified } from '../user/user.events.js';
import { OneTimeCode } from './one-time-code.aggregate.js';
import { CodeExpired, CodeWrong } from './one-time-code.errors.js';
import { OneTimeCodes } from './one-time-codes.service.js';

/**
 * Verifies an address by the code that was mailed to it and uses the code up. Throws CodeWrong or CodeExpired; a wrong
 * code counts, towards those of its mail and towards those of an hour. An address without account behaves like any other, though no code is right.
 */
export class VerifyEmail extends Command<{ email: string }> {
  constructor(
    readonly email: string,
    readonly code: string,
  ) {
    super();
  }
}

const USE_UP = 'DELETE FROM one_time_codes WHERE id = $1';

@CommandHandler(VerifyEmail)
export class VerifyEmailHandler implements ICommandHandler<VerifyEmail> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly codes: OneTimeCodes,
    private readonly guesses: GuessLimits,
    private readonly memberships: Memberships,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute(command: VerifyEmail): Promise<{ email: string }> {
    const email = normalisedEmail(command.email);
    const now = this.clock.now();
    const wrong = await this.unitOfWork.run(async (tx) => {
      // The lock makes guesses queue up, so that fifty at once are still five attempts.
      const outstanding = await tx.load(OneTimeCode, { address: email, purpose: 'verify_email' });
      if (!outstanding) throw new CodeWrong(null);
      if (outstanding.isSpent(now)) throw new CodeExpired();
      if (await this.guesses.admit(tx, mailedCodeOf(email), now)) throw new CodeExpired();
      if (this.codes.matches(outstanding, command.code)) {
        await this.verify(tx, outstanding, now);
        return null;
      }
      const attemptsLeft = outstanding.countWrongAttempt();
      tx.save(outstanding);
      return new CodeWrong(attemptsLeft);
    });
    // Thrown after the commit: a rollback would give the attempt back.
    if (wrong) throw wrong;
    return { email };
  }

  private async verify(tx: Transaction, used: OneTimeCode, now: Date): Promise<void> {
    tx.write(USE_UP, [used.id]);
    this.guesses.forgive(tx, mailedCodeOf(used.address));
    const user = await tx.load(User, { email: used.address });
    if (!user) throw new CodeWrong(null);
    const owner = await this.memberships.standingOf(tx, user.id);
    user.verifyEmail(now);
    tx.save(user);
    tx.record(emailVerified(owner, now));
    this.audit.record(tx, {
      action: 'auth.email_verified',
      organizationId: owner.organizationId,
      actorId: user.id,
      recordId: user.id,
    });
  }
}
