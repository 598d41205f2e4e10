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
/** So often it looks from the beginning, */
const WHOLE_LOOK_EVERY_MS = 1000;
/** and between these at what became due so lately. Longer than the time between: what it has not seen yet is among it. */
const LATELY_MS = 2000;

// What is found is named in an array and not joined: a join with a table that PostgreSQL takes for empty goes through all of it.
const claim = (kind: CheckedKind): string => `UPDATE due_checks SET due_at = $2 WHERE subject_id = ANY(ARRAY(
    SELECT subject_id FROM due_checks WHERE kind = '${kind}' AND due_at > $5 AND due_at <= $1
      AND coalesce(provider, '') <> ALL ($3::text[])
    ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
  )) RETURNING kind, subject_id AS id, provider`;
/** Up to the limit of each kind: what waits longest of one must not push the others out. */
const CLAIM = `WITH payment AS (${claim('payment')}), refund AS (${claim('refund')}), payout AS (${claim('payout')})
  SELECT * FROM payment UNION ALL SELECT * FROM refund UNION ALL SELECT * FROM payout`;

/** Hands out what is due, each to one process at a time. */
@Injectable()
export class DueClaims {
  /** The latest look from the beginning that found all that was due; null after one that did not. */
  private wholeLookAt: Date | null = null;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes what has been due the longest, up to the limit of each kind, and nothing of the providers that are to be left alone.
   * What became due earlier than it was committed may come a second later.
   */
  async take(limit: number, leavingAlone: readonly string[]): Promise<Due[]> {
    const now = this.clock.now();
    const since = this.lookedSince(now);
    const until = new Date(now.getTime() + LEASE_MS);
    const claimed = await this.unitOfWork.run((tx) => {
      tx.byIndex();
      return tx.query<Due>(CLAIM, [now, until, leavingAlone, limit, since ?? '-infinity']);
    });
    if (claimed.length >= limit || leavingAlone.length > 0) this.wholeLookAt = null;
    else if (!since) this.wholeLookAt = now;
    return claimed;
  }

  /**
   * From where this look has to go, null for the beginning. Each check leaves three dead entries at the beginning of the index
   * until vacuum comes by: some ten thousand under load, which would be gone through fifty times a second.
   */
  private lookedSince(now: Date): Date | null {
    const ago = this.wholeLookAt ? now.getTime() - this.wholeLookAt.getTime() : Infinity;
    return ago >= 0 && ago < WHOLE_LOOK_EVERY_MS ? new Date(now.getTime() - LATELY_MS) : null;
  }
}
