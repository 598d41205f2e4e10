import { Command, CommandHandler, QueryBus, type ICommandHandler } from '@nestjs/cqrs';
import { Audit } from '#platform';
import { GetDispute, type DisputeFile } from './get-dispute.query.js';

/**
 * Platform staff look at a dispute of whichever organisation; that they did is recorded. Throws DisputeNotFound. Safe to
 * repeat.
 */
export class ReviewDispute extends Command<DisputeFile> {
  constructor(
    readonly disputeId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

@CommandHandler(ReviewDispute)
export class ReviewDisputeHandler implements ICommandHandler<ReviewDispute> {
  constructor(
    private readonly queries: QueryBus,
    private readonly audit: Audit,
  ) {}

  async execute({ disputeId, actorId }: ReviewDispute): Promise<DisputeFile> {
    const found = await this.queries.execute(new GetDispute(null, disputeId));
    const { id: recordId, organizationId } = found.dispute;
    await this.audit.note({ action: 'chargeback.viewed', organizationId, actorId, recordId });
    return found;
  }
}
