import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { UnitOfWork } from '#platform';
import { DisputeResolution } from './dispute-resolution.service.js';
import type { DisputeOutcome, DisputeView } from './dispute-view.js';
import { DisputesUnderLock } from './disputes-under-lock.service.js';

export interface StaffDecision {
  readonly disputeId: string;
  readonly outcome: DisputeOutcome;
  readonly note: string | null;
  readonly actorId: string;
}

/**
 * Platform staff enter how a dispute ended, of whichever organisation, with evidence or without. Throws DisputeNotFound,
 * and DisputeClosed when it is decided already: of two at once, one wins.
 */
export class DecideDispute extends Command<DisputeView> {
  constructor(readonly decision: StaffDecision) {
    super();
  }
}

@CommandHandler(DecideDispute)
export class DecideDisputeHandler implements ICommandHandler<DecideDispute> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly disputes: DisputesUnderLock,
    private readonly resolution: DisputeResolution,
    private readonly clock: Clock,
  ) {}

  execute({ decision }: DecideDispute): Promise<DisputeView> {
    return this.unitOfWork.run(async (tx) => {
      const locked = await this.disputes.load(tx, decision.disputeId);
      this.resolution.resolve(tx, locked, { ...decision, by: 'staff' }, this.clock.now());
      return locked.dispute.view;
    });
  }
}
