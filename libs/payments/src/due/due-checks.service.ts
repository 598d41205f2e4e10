import { setImmediate as thisTurn, setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { Database, Metrics, withRequestContext } from '#platform';
import { PaymentChecks } from '../payment/payment-checks.service.js';
import { PayoutChecks } from '../payout/payout-checks.service.js';
import { RefundChecks } from '../refund/refund-checks.service.js';
import type { CheckedKind } from './due-check.js';

interface Due {
  readonly kind: CheckedKind;
  readonly id: string;
  readonly provider: string | null;
}

/** Questions under way in this process, in all and to one operator: one that hangs must not keep others waiting. */
const UNDER_WAY_MAX = 64;
const PER_PROVIDER_MAX = 32;
/** What a worker that died had claimed is due again after this long. */
const LEASE_MS = 30_000;
const SHUTDOWN_GRACE_MS = 5000;

const claim = (kind: CheckedKind): string => `UPDATE due_checks SET due_at = $2 WHERE subject_id IN (
    SELECT subject_id FROM due_checks WHERE kind = '${kind}' AND due_at <= $1 AND coalesce(provider, '') <> ALL ($3::text[])
    ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED
  ) RETURNING kind, subject_id AS id, provider`;
/** Up to the limit of each kind: what waits longest of one must not push the others out. */
const CLAIM = `WITH payment AS (${claim('payment')}), refund AS (${claim('refund')}), payout AS (${claim('payout')})
  SELECT * FROM payment UNION ALL SELECT * FROM refund UNION ALL SELECT * FROM payout`;

/**
 * Asks operators about what is due, as many at once as this process has hands for. The database is the record of what is
 * due: what a crash left between two transactions is found here as well.
 */
@Injectable()
export class DueChecks implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Checks');
  private readonly underWay = new Map<string, Promise<void>>();
  private readonly busy = new Map<string, number>();
  private called = false;
  private settingOut = false;
  private stopped = false;
  /** Whether the last claim took all that it might, so that more may be due. */
  private moreDue = false;

  constructor(
    private readonly database: Database,
    private readonly payments: PaymentChecks,
    private readonly refunds: RefundChecks,
    private readonly payouts: PayoutChecks,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes what is due and begins to ask. A call while another is at it makes that one look again, so that nothing that was
   * committed before the call is overlooked.
   */
  async setOut(): Promise<void> {
    this.called = true;
    if (this.settingOut) return;
    this.settingOut = true;
    try {
      while (this.called && !this.stopped) {
        // Checks that end within one turn of the event loop make room together.
        await thisTurn();
        this.called = false;
        await this.take();
      }
    } finally {
      this.settingOut = false;
    }
  }

  /** Asks about one now, due or not. Safe to repeat; rejects when the database is away. */
  async check(kind: CheckedKind, id: string): Promise<void> {
    if (kind === 'payment') await this.payments.check(id, 'at once');
    else if (kind === 'refund') await this.refunds.check(id, 'at once');
    else await this.payouts.check(id);
  }

  /** Takes nothing more and gives what is under way a moment; what does not end is due again when its lease lapses. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    const waiting = new AbortController();
    const patience = delay(SHUTDOWN_GRACE_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.underWay.values()), patience]);
    waiting.abort();
  }

  private async take(): Promise<void> {
    const free = UNDER_WAY_MAX - this.underWay.size;
    if (free <= 0) return;
    const now = this.clock.now();
    const full = [...this.busy].filter(([, count]) => count >= PER_PROVIDER_MAX).map(([provider]) => provider);
    const leased = new Date(now.getTime() + LEASE_MS);
    const limit = Math.min(free, PER_PROVIDER_MAX);
    const claimed = await this.database.query<Due>(CLAIM, [now, leased, full, limit]);
    this.moreDue = claimed.length >= limit || full.length > 0;
    // A lease may lapse while its question is under way: asking twice at once would be of no use.
    for (const due of claimed) if (!this.underWay.has(due.id)) this.begin(due);
  }

  private begin(due: Due): void {
    const provider = due.provider ?? '';
    this.busy.set(provider, (this.busy.get(provider) ?? 0) + 1);
    const work = withRequestContext({ requestId: uuidv7() }, () => this.ask(due)).then(() => {
      this.underWay.delete(due.id);
      this.busy.set(provider, (this.busy.get(provider) ?? 1) - 1);
      if (this.moreDue && this.underWay.size <= UNDER_WAY_MAX / 4) this.setOutAgain();
    });
    this.underWay.set(due.id, work);
  }

  private async ask({ kind, id }: Due): Promise<void> {
    try {
      await this.check(kind, id);
      this.metrics.dueChecksTotal.inc({ kind, outcome: 'done' });
    } catch (error) {
      this.metrics.dueChecksTotal.inc({ kind, outcome: 'failed' });
      this.logger.warn(`the check of ${kind} ${id} failed and comes again: ${(error as Error).message}`);
    }
  }

  private setOutAgain(): void {
    this.setOut().catch((error: Error) => this.logger.warn(`what is due could not be read: ${error.message}`));
  }
}
