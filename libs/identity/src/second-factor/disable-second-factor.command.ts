import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput } from '#kernel';
import { Audit, UnitOfWork, type Transaction } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { GuessLimits, secondFactorOf } from '../session/guess-limits.service.js';
import { User } from '../user/user.aggregate.js';
import { SecondFactor } from './second-factor.aggregate.js';
import { secondFactorChanged } from './second-factor.events.js';
import { SecondFactors } from './second-factors.service.js';

/**
 * Removes the factor or a pending enrolment. One that is on needs a code, of the authenticator or for recovery; throws
 * InvalidInput for `code` when it is missing or wrong. Safe to repeat.
 */
export class DisableSecondFactor extends Command<void> {
  constructor(
    readonly caller: Principal,
    readonly code: string | null,
  ) {
    super();
  }
}

const REMOVE = 'DELETE FROM second_factors WHERE user_id = $1';
const CLOSE_CHALLENGES = 'DELETE FROM sign_in_challenges WHERE user_id = $1';

@CommandHandler(DisableSecondFactor)
export class DisableSecondFactorHandler implements ICommandHandler<DisableSecondFactor> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secondFactors: SecondFactors,
    private readonly guesses: GuessLimits,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, code }: DisableSecondFactor): Promise<void> {
    const { userId, organizationId } = caller;
    const now = this.clock.now();
    const problem = await this.unitOfWork.run(async (tx) => {
      await tx.load(User, { id: userId });
      const factor = await tx.load(SecondFactor, { userId });
      if (!factor) return null;
      if (factor.isEnabled) {
        const refused = await this.problemWith(tx, factor, code, now);
        if (refused) return refused;
        this.guesses.forgive(tx, secondFactorOf(userId));
        tx.write(CLOSE_CHALLENGES, [userId]);
        tx.record(secondFactorChanged(caller, false, now));
        this.audit.record(tx, { action: 'user.2fa_disabled', organizationId, actorId: userId, recordId: userId });
      }
      tx.write(REMOVE, [userId]);
      return null;
    });
    // Thrown after the commit: a rollback would not count the guess.
    if (problem) throw new InvalidInput({ code: [problem] });
  }

  private async problemWith(
    tx: Transaction,
    factor: SecondFactor,
    code: string | null,
    now: Date,
  ): Promise<string | null> {
    if (code === null) return 'is needed to switch the second factor off';
    const lockedUntil = await this.guesses.admit(tx, secondFactorOf(factor.userId), now);
    if (lockedUntil) return 'cannot be checked now: too many wrong codes, try again in a quarter of an hour';
    return (await this.secondFactors.accepts(tx, factor, code, now)) ? null : 'is not right';
  }
}
