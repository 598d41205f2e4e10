import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { BankAccount } from './bank-account.aggregate.js';
import { BankAccountNotFound } from './bank-account.errors.js';
import type { BankAccountView } from './bank-account-view.js';

/**
 * Operations command: platform staff have found a bank account to be its owner's, or not. Throws BankAccountNotFound and
 * BankAccountDecided: a decision is final.
 */
export class DecideBankAccount extends Command<BankAccountView> {
  constructor(
    readonly bankAccountId: string,
    readonly verdict: 'verified' | 'failed',
  ) {
    super();
  }
}

@CommandHandler(DecideBankAccount)
export class DecideBankAccountHandler implements ICommandHandler<DecideBankAccount> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute({ bankAccountId, verdict }: DecideBankAccount): Promise<BankAccountView> {
    return this.unitOfWork.run(async (tx) => {
      const account = isUuid(bankAccountId) ? await tx.load(BankAccount, { id: bankAccountId }) : null;
      if (!account || account.deletedAt) throw new BankAccountNotFound();
      account.decide(verdict, this.clock.now());
      tx.save(account);
      const { organizationId } = account;
      const action = `bank_account.${verdict}`;
      this.audit.record(tx, { action, organizationId, actorId: null, recordId: bankAccountId });
      return account.view;
    });
  }
}
