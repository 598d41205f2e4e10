import type { Page } from '#kernel';
import type { ListedBankAccount } from '#merchants';
import { pagination } from '../dialect/pages.js';
import { countryOf } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

export const presentBankAccount = (account: ListedBankAccount): Wire<'BankAccount'> => ({
  id: account.id,
  accountHolderName: account.holderName,
  bankName: account.bankName,
  accountNumber: `****${account.lastFour}`,
  accountType: account.type,
  currency: account.currency as Wire<'Currency'>,
  verificationStatus: account.status,
  isDefault: account.isDefault,
  createdAt: account.createdAt,
  country: countryOf(account.country),
});

export const presentBankAccounts = (page: Page<ListedBankAccount>): Wire<'BankAccountList'> => ({
  bankAccounts: page.items.map(presentBankAccount),
  pagination: pagination(page),
});
