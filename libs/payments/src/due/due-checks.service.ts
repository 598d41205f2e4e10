import { setImmediate as thisTurn, setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { Metrics, restAfterLook, withRequestContext, type Look } from '#platform';
import { PaymentChecks } from '../payment/payment-checks.service.js';
import { PayoutChecks } from '../payout/payout-checks.service.js';
import { RefundChecks } from '../refund/refund-checks.service.js';
import type { CheckedKind } from './due-check.js';
import { DueClaims, type Due } from './due-claims.service.js';

/** Questions under way in this process, in all and to one operator: one that hangs must not keep others waiting. */
const UNDER_WAY_MAX = 64;
const PER_PROVIDER_MAX = 32;
const SHUTDOWN_GRACE_MS = 5000;
/** After something was due it looks again so soon at the earliest, for so long: a bell for each callback cost more than the looks do. */
const LOOKS_AGAIN_MS = 20;
export const KEEPS_LOOKING_MS = 300;

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
  private resting = false;
  /** Whether the last claim took all that it might, so that more may be due. */
  private moreDue = false;
  private foundAtMs = -Infinity;
  private latestLook: Look = { tookMs: 0, found: 0 };
  private nextLook: NodeJS.Timeout | null = null;

  constructor(
    private readonly claims: DueClaims,
    private readonly payments: PaymentChecks,
    private readonly refunds: RefundChecks,
    private readonly payouts: PayoutChecks,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Takes what is due and begins to ask. A call while another is at it makes that one look again, so that nothing that was
   * committed before the call is overlooked.
   */
  async setOut(): Promise<void> {
    this.resting = false;
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
    this.keepLooking();
  }

  /** Looks no further by itself until it is called again: whoever calls it has been told to stop. */
  rest(): void {
    this.resting = true;
    if (this.nextLook) clearTimeout(this.nextLook);
    this.nextLook = null;
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
    this.rest();
    const waiting = new AbortController();
    const patience = delay(SHUTDOWN_GRACE_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.underWay.values()), patience]);
    waiting.abort();
  }

  private async take(): Promise<void> {
    const free = UNDER_WAY_MAX - this.underWay.size;
    if (free <= 0) return;
    const full = [...this.busy].filter(([, count]) => count >= PER_PROVIDER_MAX).map(([provider]) => provider);
    const limit = Math.min(free, PER_PROVIDER_MAX);
    const startedAtMs = performance.now();
    const claimed = await this.claims.take(limit, full);
    this.latestLook = { tookMs: performance.now() - startedAtMs, found: claimed.length };
    this.moreDue = claimed.length >= limit || full.length > 0;
    if (claimed.length > 0) this.foundAtMs = performance.now();
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

  private keepLooking(): void {
    if (this.resting || this.nextLook || performance.now() - this.foundAtMs > KEEPS_LOOKING_MS) return;
    this.nextLook = setTimeout(
      () => {
        this.nextLook = null;
        this.setOutAgain();
      },
      restAfterLook(this.latestLook, LOOKS_AGAIN_MS),
    ).unref();
  }

  private setOutAgain(): void {
    if (this.resting) return;
    this.setOut().catch((error: Error) => this.logger.warn(`what is due could not be read: ${error.message}`));
  }
}
