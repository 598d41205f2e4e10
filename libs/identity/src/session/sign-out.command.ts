import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import type { Principal } from './authenticator.service.js';
import { Session } from './session.aggregate.js';

/** Ends the session of the caller with all its tokens. Safe to repeat. */
export class SignOut extends Command<void> {
  constructor(readonly caller: Pick<Principal, 'sessionId'>) {
    super();
  }
}

@CommandHandler(SignOut)
export class SignOutHandler implements ICommandHandler<SignOut> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ caller }: SignOut): Promise<void> {
    const now = this.clock.now();
    return this.unitOfWork.run(async (tx) => {
      const session = caller.sessionId === null ? null : await tx.load(Session, { id: caller.sessionId });
      if (!session?.revoke('signed_out', now)) return;
      tx.save(session);
      const { id, userId, organizationId } = session;
      this.audit.record(tx, { action: 'auth.logout', organizationId, actorId: userId, recordId: id });
    });
  }
}
