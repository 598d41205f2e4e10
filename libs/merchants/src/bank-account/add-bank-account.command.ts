import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Currency, type Tenant } from '#kernel';
import { Audit, Queues, UnitOfWork, type Transaction } from '#platform';
import { AccountNumbers, type SealedNumbers } from './account-numbers.service.js';
import { BankAccount, bareNumber, type BankAccountDetails } from './bank-account.aggregate.js';
import { BankAccountExists, BankAccountLimitReached } from './bank-account.errors.js';
import type { ListedBankAccount } from './bank-account-view.js';
import { VERIFY_SANDBOX_ACCOUNTS } from './verify-sandbox-accounts.job.js';

/**
 * Adds a destination for payouts, which has to be verified first; its owner is told. Throws BankAccountExists (a
 * repeat is refused with it) and BankAccountLimitReached.
 */
export class AddBankAccount extends Command<ListedBankAccount> {
  constructor(
    readonly tenant: Tenant,
    readonly details: BankAccountDetails,
    readonly actorId: string,
  ) {
    super();
  }
}

const LOCK_TENANT = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))';
const READ_ALIKE = `SELECT id, sealed_account_number AS "sealedAccountNumber", sealed_routing_number AS "sealedRoutingNumber"
  FROM bank_accounts WHERE organization_id = $1 AND mode = $2 AND upper(last_four) = upper($3) AND deleted_at IS NULL`;
const READ_CURRENCIES = `SELECT currency FROM bank_accounts
  WHERE organization_id = $1 AND mode = $2 AND deleted_at IS NULL`;
/** All that end alike are opened under the lock. */
const LIMIT = 20;

@CommandHandler(AddBankAccount)
export class AddBankAccountHandler implements ICommandHandler<AddBankAccount> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly numbers: AccountNumbers,
    private readonly queues: Queues,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, details, actorId }: AddBankAccount): Promise<ListedBankAccount> {
    const { organizationId, mode } = tenant;
    const seal = this.numbers.seal.bind(this.numbers);
    return this.unitOfWork.run(async (tx) => {
      // One after the other: neither sealed numbers nor the first of a currency could be told apart by a constraint.
      await tx.query(LOCK_TENANT, [`bank_accounts ${organizationId} ${mode}`]);
      const account = BankAccount.add(tenant, details, seal, this.clock.now());
      await this.requireNew(tx, account, details);
      const others = await tx.query<{ currency: Currency }>(READ_CURRENCIES, [organizationId, mode]);
      if (others.length >= LIMIT) throw new BankAccountLimitReached(LIMIT);
      tx.save(account);
      this.audit.record(tx, { action: 'bank_account.added', organizationId, actorId, recordId: account.id });
      if (account.verifyAt) tx.onCommit(() => this.queues.ring(VERIFY_SANDBOX_ACCOUNTS));
      return { ...account.view, isDefault: !others.some(({ currency }) => currency === details.currency) };
    });
  }

  private async requireNew(tx: Transaction, account: BankAccount, details: BankAccountDetails): Promise<void> {
    const { organizationId, mode, lastFour } = account;
    const alike = await tx.query<SealedNumbers>(READ_ALIKE, [organizationId, mode, lastFour]);
    const isSame = (written: string, known: string): boolean =>
      bareNumber(written).toUpperCase() === known.toUpperCase();
    const taken = alike.some((one) => {
      const known = this.numbers.open(one);
      return isSame(details.accountNumber, known.accountNumber) && isSame(details.routingNumber, known.routingNumber);
    });
    if (taken) throw new BankAccountExists();
  }
}
