import type { DomainEvent } from '#kernel';

export const BANK_ACCOUNT_ADDED = 'merchants.bank_account_added';

export interface BankAccountAddedPayload {
  readonly bankAccountId: string;
  /** Bank and end of the number. */
  readonly label: string;
}

export type BankAccountAdded = DomainEvent<typeof BANK_ACCOUNT_ADDED, BankAccountAddedPayload>;
