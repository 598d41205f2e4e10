import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from '../session/authenticator.service.js';
import { Sessions } from '../session/sessions.service.js';
import { User } from '../user/user.aggregate.js';
import { SecondFactor } from './second-factor.aggregate.js';
import { SecondFactorNotPending } from './second-factor.errors.js';
import { secondFactorChanged } from './second-factor.events.js';
import { SecondFactors } from './second-factors.service.js';

/**
 * Turns a pending factor on by a code of the authenticator and ends the other sessions of the account. Throws
 * SecondFactorNotPending, or InvalidInput for `code`, which leaves the enrolment pending.
 */
export class ConfirmSecondFactor extends Command<void> {
  constructor(
    readonly caller: Principal,
    readonly code: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSecondFactor)
export class ConfirmSecondFactorHandler implements ICommandHandler<ConfirmSecondFactor> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly secondFactors: SecondFactors,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller, code }: ConfirmSecondFactor): Promise<void> {
    const { userId, organizationId, sessionId } = caller;
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      // The lock on the account holds up a sign-in under way, which would otherwise get by without the factor.
      await tx.load(User, { id: userId });
      const factor = await tx.load(SecondFactor, { userId });
      if (!factor?.isPending(now)) throw new SecondFactorNotPending();
      if (!(await this.secondFactors.accepts(tx, factor, code, now))) {
        throw new InvalidInput({ code: ['is not the code that the authenticator shows'] });
      }
      factor.confirm(now);
      tx.save(factor);
      await this.sessions.revokeAll(tx, userId, 'second_factor_enabled', { except: sessionId, now });
      tx.record(secondFactorChanged(caller, true, now));
      this.audit.record(tx, { action: 'user.2fa_enabled', organizationId, actorId: userId, recordId: userId });
    });
  }
}
