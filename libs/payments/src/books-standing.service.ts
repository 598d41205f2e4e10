import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform';
import type { CheckedKind } from './due/due-check.js';

/** What an operator wants to know of the money without reading a large table. */
export interface BooksStanding {
  /** Of the latest verification; null before the first. */
  readonly verifiedAt: Date | null;
  readonly findings: number;
  /** How long the question to an operator that waits longest is due, by what it is about; zero when none is. */
  readonly overdueSeconds: Readonly<Record<CheckedKind, number>>;
}

interface Row {
  readonly verifiedAt: Date | null;
  readonly findings: number | null;
  readonly payment: Date | null;
  readonly refund: Date | null;
  readonly payout: Date | null;
}

const RECORD = `INSERT INTO books_verification (verified_at, findings) VALUES ($1, $2)
  ON CONFLICT (only_one) DO UPDATE SET verified_at = excluded.verified_at, findings = excluded.findings`;
const firstDue = (kind: CheckedKind): string =>
  `(SELECT min(due_at) FROM due_checks WHERE kind = '${kind}') AS ${kind}`;
/** Each the first entry of an index. */
const READ = `SELECT verification.verified_at AS "verifiedAt", verification.findings,
    ${firstDue('payment')}, ${firstDue('refund')}, ${firstDue('payout')}
  FROM (SELECT) AS one_row LEFT JOIN books_verification AS verification ON true`;

@Injectable()
export class BooksStandings {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async recordVerification(findings: number): Promise<void> {
    await this.database.query(RECORD, [this.clock.now(), findings]);
  }

  async read(): Promise<BooksStanding> {
    const row = await this.database.first<Row>(READ);
    const now = this.clock.now().getTime();
    const overdue = (due: Date | null | undefined): number => (due ? Math.max(0, (now - due.getTime()) / 1000) : 0);
    return {
      verifiedAt: row?.verifiedAt ?? null,
      findings: row?.findings ?? 0,
      overdueSeconds: { payment: overdue(row?.payment), refund: overdue(row?.refund), payout: overdue(row?.payout) },
    };
  }
}
