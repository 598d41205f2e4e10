import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { User } from './user.aggregate.js';
import { UserNotFound } from './user.errors.js';

/** Platform staff suspend an account, whose sessions are refused from then on, or lift that. Throws UserNotFound. Safe to repeat. */
export class SetUserSuspension extends Command<void> {
  constructor(
    readonly userId: string,
    readonly suspended: boolean,
    readonly actorId: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(SetUserSuspension)
export class SetUserSuspensionHandler implements ICommandHandler<SetUserSuspension> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, suspended, actorId }: SetUserSuspension): Promise<void> {
    const now = this.clock.now();
    if (!isUuid(userId)) throw new UserNotFound();
    return this.unitOfWork.run(async (tx) => {
      const user = await tx.load(User, { id: userId });
      if (!user) throw new UserNotFound();
      if (suspended) user.suspend(now);
      else user.reinstate(now);
      tx.save(user);
      const action = suspended ? 'user.suspended' : 'user.reinstated';
      this.audit.record(tx, { action, organizationId: null, actorId, recordId: userId });
    });
  }
}
