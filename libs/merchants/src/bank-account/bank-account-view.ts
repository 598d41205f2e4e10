import { viewOf, type Currency, type Mode } from '#kernel';

export type BankAccountType = 'checking' | 'savings';
export type BankAccountStatus = 'pending' | 'verified' | 'failed';

/** A bank account as the house tells it: never with more of its number than the last four characters. */
export interface BankAccountView {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly holderName: string;
  readonly bankName: string;
  readonly type: BankAccountType;
  /** ISO 3166-1, two letters; ZZ for a country that is not told apart. */
  readonly country: string;
  readonly currency: Currency;
  readonly lastFour: string;
  readonly status: BankAccountStatus;
  readonly createdAt: string;
}

export const { columns: BANK_ACCOUNT_COLUMNS, view: bankAccountView } = viewOf<BankAccountView>({
  id: true,
  organizationId: true,
  mode: true,
  holderName: true,
  bankName: true,
  type: true,
  country: true,
  currency: true,
  lastFour: true,
  status: true,
  createdAt: true,
});

/**
 * The first account in its currency, and the oldest other one once that is removed: so always the oldest that is there,
 * which nobody has to keep up.
 */
export const IS_DEFAULT = `NOT EXISTS (SELECT FROM bank_accounts older
  WHERE older.organization_id = bank_accounts.organization_id AND older.mode = bank_accounts.mode
    AND older.currency = bank_accounts.currency AND older.deleted_at IS NULL
    AND (older.created_at, older.id) < (bank_accounts.created_at, bank_accounts.id))`;

/** Whether payouts go there that name no account. */
export interface ListedBankAccount extends BankAccountView {
  readonly isDefault: boolean;
}

/** For people: the bank and the end of the number. */
export const labelOf = ({ bankName, lastFour }: Pick<BankAccountView, 'bankName' | 'lastFour'>): string =>
  `${bankName} ****${lastFour}`;
