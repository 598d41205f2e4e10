import type { Transaction } from '#platform';

export type CheckedKind = 'payment' | 'refund' | 'payout';

interface Checked {
  readonly id: string;
  readonly provider: string | null;
  /** Undefined: nothing was decided anew. */
  readonly nextCheckAt: Date | null | undefined;
}

const PLAN = `INSERT INTO due_checks AS d (subject_id, kind, provider, due_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (subject_id) DO UPDATE SET due_at = excluded.due_at`;
const FORGET = 'DELETE FROM due_checks WHERE subject_id = $1';

/**
 * Notes when the operator is asked next, in the transaction that decides it and under the lock of the subject's row: what
 * has ended for good is never due.
 */
export function planCheck(tx: Transaction, kind: CheckedKind, { id, provider, nextCheckAt }: Checked): void {
  if (nextCheckAt) tx.write(PLAN, [id, kind, provider, nextCheckAt]);
  else if (nextCheckAt === null) tx.write(FORGET, [id]);
}
