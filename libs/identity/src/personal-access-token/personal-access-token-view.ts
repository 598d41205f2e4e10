import { maskedToken } from './personal-access-token.table.js';

export interface PersonalAccessTokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly maskedToken: string;
  readonly expired: boolean;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** At most a minute behind. */
  readonly lastUsedAt: Date | null;
}

export interface TokenRow extends Omit<PersonalAccessTokenView, 'maskedToken' | 'expired'> {
  readonly lastFour: string;
}

export const presentToken = (row: TokenRow, now: Date): PersonalAccessTokenView => ({
  id: row.id,
  name: row.name,
  scopes: row.scopes,
  maskedToken: maskedToken(row.lastFour),
  expired: row.expiresAt <= now,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  lastUsedAt: row.lastUsedAt,
});
