import { setImmediate as thisTurn, setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { isOutage } from '#kernel';
import { DeliveryAttempts } from './delivery-attempts.service.js';
import { DeliveryClaims, type ClaimedDelivery } from './delivery-claims.service.js';

/** Requests under way in this process. They wait for receivers, not for a processor. */
const UNDER_WAY_MAX = 512;
/** Ten endpoints that answer well, but slowly, would take half of all hands, and those of three accounts all of them. */
export const PER_ORGANIZATION_MAX = 48;
/** A hand is busy until its attempt is written down: with 16 one endpoint got less than a full machine settles. */
export const PER_ENDPOINT_MAX = PER_ORGANIZATION_MAX / 2;
const PER_FAILING_ENDPOINT_MAX = 1;
const SHUTDOWN_GRACE_MS = 5000;

/**
 * Carries deliveries to their receivers, as many at once as this process has hands for and few to any one endpoint: a
 * slow receiver holds up its own events and nobody else's.
 */
@Injectable()
export class Courier implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Webhooks');
  private readonly busy = new Map<string, number>();
  private readonly underWay = new Map<string, Promise<void>>();
  private called = false;
  private settingOut = false;
  private stopped = false;

  constructor(
    private readonly claims: DeliveryClaims,
    private readonly attempts: DeliveryAttempts,
  ) {}

  /**
   * Takes what is due and sends it; receivers are not waited for. A call while another is at it makes that one look
   * again, so that nothing that was committed before the call is overlooked.
   */
  async setOut(): Promise<void> {
    this.called = true;
    if (this.settingOut) return;
    this.settingOut = true;
    try {
      while (this.called && !this.stopped) {
        // Deliveries that were written down together end one after the other within this turn of the event loop.
        await thisTurn();
        this.called = false;
        await this.take();
      }
    } finally {
      this.settingOut = false;
    }
  }

  /** Takes nothing more and gives what is under way a moment; what does not end is sent again when its claim lapses. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    const waiting = new AbortController();
    const patience = delay(SHUTDOWN_GRACE_MS, undefined, { signal: waiting.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.underWay.values()), patience]);
    waiting.abort();
    this.attempts.abandon();
  }

  /** Whoever finds no room need not wait for it: every delivery that ends sets out again, at the latest when its endpoint has rested. */
  private async take(): Promise<void> {
    const free = UNDER_WAY_MAX - this.underWay.size;
    if (free <= 0) return;
    const claimed = await this.claims.take({
      free,
      perEndpoint: PER_ENDPOINT_MAX,
      perFailingEndpoint: PER_FAILING_ENDPOINT_MAX,
      perOrganization: PER_ORGANIZATION_MAX,
      busy: this.busy,
    });
    // A claim may lapse while its request is under way: two attempts at once would bring one event twice.
    for (const delivery of claimed) if (!this.underWay.has(delivery.id)) this.carry(delivery);
  }

  private carry(delivery: ClaimedDelivery): void {
    const { id, endpointId } = delivery;
    this.busy.set(endpointId, (this.busy.get(endpointId) ?? 0) + 1);
    const work = this.attempts
      .make(delivery)
      .catch((error: Error) => {
        const words = `an attempt at delivery ${id} came to no end: ${error.message}`;
        // Where the database was away for too long to note it down, it is made again when its claim lapses.
        if (isOutage(error)) this.logger.warn(words);
        else this.logger.error(words);
        return 0;
      })
      .then(async (restMs) => {
        this.underWay.delete(id);
        // While it rests the endpoint counts as busy, and claims pass it by.
        if (restMs > 0) setTimeout(() => void this.releaseAndGoOn(endpointId), restMs).unref();
        else await this.releaseAndGoOn(endpointId);
      });
    this.underWay.set(id, work);
  }

  private async releaseAndGoOn(endpointId: string): Promise<void> {
    this.release(endpointId);
    try {
      await this.setOut();
    } catch (error) {
      this.logger.warn(`what is due could not be read: ${(error as Error).message}`);
    }
  }

  private release(endpointId: string): void {
    const left = (this.busy.get(endpointId) ?? 1) - 1;
    if (left > 0) this.busy.set(endpointId, left);
    else this.busy.delete(endpointId);
  }
}
