import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { UnitOfWork } from '#platform';
import type { CheckedKind } from './due-check.js';

/** Something that an operator is to be asked about, by this process alone until its lease lapses. */
export interface Due {
  readonly kind: CheckedKind;
  readonly id: string;
  readonly provider: string | null;
}

/** What a worker that died had claimed is due again after this long. */
const LEASE_MS = 30_000;

// What is found is named in an array and not joined: a join with a table that PostgreSQL takes for empty goes through all of it.
const claim = (kind: CheckedKind): string => `UPDATE due_checks SET due_at = $2 WHERE subject_id = ANY(ARRAY(
    SELECT subject_id FROM due_checks WHERE kind = '${kind}' AND due_at <= $1 AND coalesce(provider, '') <> ALL ($3::text[])
    ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
  )) RETURNING kind, subject_id AS id, provider`;
/** Up to the limit of each kind: what waits longest of one must not push the others out. */
const CLAIM = `WITH payment AS (${claim('payment')}), refund AS (${claim('refund')}), payout AS (${claim('payout')})
  SELECT * FROM payment UNION ALL SELECT * FROM refund UNION ALL SELECT * FROM payout`;

/** Hands out what is due, each to one process at a time. */
@Injectable()
export class DueClaims {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Takes what has been due the longest, up to the limit of each kind, and nothing of the providers that are to be left alone. */
  take(limit: number, leavingAlone: readonly string[]): Promise<Due[]> {
    const now = this.clock.now();
    return this.unitOfWork.run((tx) => {
      tx.byIndex();
      return tx.query<Due>(CLAIM, [now, new Date(now.getTime() + LEASE_MS), leavingAlone, limit]);
    });
  }
}
