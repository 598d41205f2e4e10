import type { Transaction } from '#platform';

const REVOKE_ALL = `UPDATE personal_access_tokens SET revoked_at = $2
  WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2`;

/** Ends all tokens of an account, whose row the caller has locked: one that is being made waits for it. */
export function revokePersonalAccessTokens(tx: Transaction, userId: string, now: Date): void {
  tx.write(REVOKE_ALL, [userId, now]);
}
