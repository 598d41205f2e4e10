import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { UnitOfWork } from '#platform';
import { DisputeResolution } from './dispute-resolution.service.js';
import { DisputesUnderLock } from './disputes-under-lock.service.js';

/**
 * Ends a dispute whose deadline went by without evidence: it is lost. Resolves to whether that was so. Safe to repeat and
 * to race: under the lock, one that was answered or decided meanwhile is left alone. Throws DisputeNotFound.
 */
export class LoseUnansweredDispute extends Command<boolean> {
  constructor(readonly disputeId: string) {
    super();
  }
}

@CommandHandler(LoseUnansweredDispute)
export class LoseUnansweredDisputeHandler implements ICommandHandler<LoseUnansweredDispute> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly disputes: DisputesUnderLock,
    private readonly resolution: DisputeResolution,
    private readonly clock: Clock,
  ) {}

  execute({ disputeId }: LoseUnansweredDispute): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.disputes.load(tx, disputeId);
      const now = this.clock.now();
      if (!locked.dispute.isUnanswered(now)) return false;
      const decision = { outcome: 'lost', by: 'deadline', note: null, actorId: null } as const;
      this.resolution.resolve(tx, locked, decision, now);
      return true;
    });
  }
}
