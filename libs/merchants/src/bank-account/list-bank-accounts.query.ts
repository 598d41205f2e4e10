import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest, type Tenant } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import { BANK_ACCOUNT_COLUMNS, bankAccountView, IS_DEFAULT, type ListedBankAccount } from './bank-account-view.js';

/** Lists a tenant's bank accounts, newest first. */
export class ListBankAccounts extends Query<Page<ListedBankAccount>> {
  constructor(
    readonly tenant: Tenant,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const COLUMNS = `${BANK_ACCOUNT_COLUMNS}, ${IS_DEFAULT} AS "isDefault"`;

@QueryHandler(ListBankAccounts)
export class ListBankAccountsHandler implements IQueryHandler<ListBankAccounts> {
  constructor(private readonly database: Database) {}

  async execute({ tenant, page }: ListBankAccounts): Promise<Page<ListedBankAccount>> {
    const list = filteredByOrganization('bank_accounts', tenant.organizationId).and(
      'mode = ? AND deleted_at IS NULL',
      tenant.mode,
    );
    const { items, total } = await list.newestFirst<ListedBankAccount>(this.database, COLUMNS, page);
    const listed = items.map((row) => ({ ...bankAccountView(row), isDefault: row.isDefault }));
    return pageOf(listed, page, total);
  }
}
