import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Audit, Database, UnitOfWork } from '#platform';
import { AccountNumbers, type SealedNumbers, type WholeNumbers } from './account-numbers.service.js';
import { BANK_ACCOUNT_COLUMNS, bankAccountView, type BankAccountView } from './bank-account-view.js';

export interface DisclosedBankAccount extends BankAccountView, WholeNumbers {}

/**
 * Operations command: the whole numbers of live accounts, for staff who speak with the bank; that they were disclosed is
 * recorded for each. Either those named, or, with null, those that wait to be verified, oldest first and at most 100.
 */
export class DiscloseBankAccounts extends Command<DisclosedBankAccount[]> {
  constructor(readonly bankAccountIds: readonly string[] | null) {
    super();
  }
}

const READ = `SELECT ${BANK_ACCOUNT_COLUMNS}, sealed_account_number AS "sealedAccountNumber",
    sealed_routing_number AS "sealedRoutingNumber"
  FROM bank_accounts`;
const READ_NAMED = `${READ} WHERE id = ANY($1) AND mode = 'live'`;
const READ_WAITING = `${READ} WHERE status = 'pending' AND mode = 'live' AND deleted_at IS NULL
  ORDER BY created_at, id LIMIT 100`;

@CommandHandler(DiscloseBankAccounts)
export class DiscloseBankAccountsHandler implements ICommandHandler<DiscloseBankAccounts> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly numbers: AccountNumbers,
    private readonly audit: Audit,
  ) {}

  async execute({ bankAccountIds }: DiscloseBankAccounts): Promise<DisclosedBankAccount[]> {
    const rows = await (bankAccountIds
      ? this.database.query<SealedNumbers>(READ_NAMED, [bankAccountIds])
      : this.database.query<SealedNumbers>(READ_WAITING));
    const disclosed = rows.map((row) => ({ ...bankAccountView(row), ...this.numbers.open(row) }));
    await this.unitOfWork.run((tx) => {
      for (const { id: recordId, organizationId } of disclosed) {
        this.audit.record(tx, { action: 'bank_account.disclosed', organizationId, actorId: null, recordId });
      }
      return Promise.resolve();
    });
    return disclosed;
  }
}
