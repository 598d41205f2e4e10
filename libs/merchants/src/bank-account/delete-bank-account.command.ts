import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid, type Tenant } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { BankAccount } from './bank-account.aggregate.js';
import { BankAccountNotFound } from './bank-account.errors.js';

/**
 * Removes a destination for payouts. Throws BankAccountNotFound, so also when it was removed before, and BankAccountInUse
 * while a payout to it is under way.
 */
export class DeleteBankAccount extends Command<void> {
  constructor(
    readonly tenant: Tenant,
    readonly bankAccountId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

@CommandHandler(DeleteBankAccount)
export class DeleteBankAccountHandler implements ICommandHandler<DeleteBankAccount> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ tenant, bankAccountId, actorId }: DeleteBankAccount): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const account = isUuid(bankAccountId) ? await tx.load(BankAccount, { id: bankAccountId, ...tenant }) : null;
      if (!account || account.deletedAt) throw new BankAccountNotFound();
      account.remove(this.clock.now());
      tx.save(account);
      const { organizationId } = tenant;
      this.audit.record(tx, { action: 'bank_account.deleted', organizationId, actorId, recordId: bankAccountId });
    });
  }
}
