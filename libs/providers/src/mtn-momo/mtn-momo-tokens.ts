import type { Clock, Mode } from '#kernel';
import type { Product } from './mtn-momo-accounts.js';

export interface IssuedToken {
  readonly value: string;
  readonly lifetimeSeconds: number;
}

interface HeldToken {
  readonly value: string;
  readonly renewAtMs: number;
  readonly endsAtMs: number;
}

const RENEWED_BEFORE_END_MS = 5 * 60 * 1000;

/**
 * The access token of each product and mode. MTN gives one for an hour (MTN page §2.3); it is renewed five minutes before
 * its end, by one call however many wait, and what still holds is used meanwhile, so that a token rarely costs anybody time.
 */
export class MtnMomoTokens {
  private readonly held = new Map<string, HeldToken>();
  private readonly underWay = new Map<string, Promise<string>>();

  constructor(
    private readonly clock: Clock,
    private readonly issue: (mode: Mode, product: Product) => Promise<IssuedToken>,
  ) {}

  /** Throws what issuing throws, when there is no token that still holds. */
  async get(mode: Mode, product: Product): Promise<string> {
    const held = this.held.get(keyOf(mode, product));
    const nowMs = this.clock.now().getTime();
    if (held && nowMs < held.renewAtMs) return held.value;
    const renewal = this.joinOrRenew(mode, product);
    if (!held || nowMs >= held.endsAtMs) return renewal;
    // Whoever calls next tries again, and once the token has ended the error is theirs.
    renewal.catch(() => undefined);
    return held.value;
  }

  /** Forgets a token that MTN refused. One that has replaced it in the meantime stays. */
  drop(mode: Mode, product: Product, value: string): void {
    const key = keyOf(mode, product);
    if (this.held.get(key)?.value === value) this.held.delete(key);
  }

  private joinOrRenew(mode: Mode, product: Product): Promise<string> {
    const key = keyOf(mode, product);
    const running = this.underWay.get(key);
    if (running) return running;
    const started = this.renew(mode, product).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async renew(mode: Mode, product: Product): Promise<string> {
    const { value, lifetimeSeconds } = await this.issue(mode, product);
    const nowMs = this.clock.now().getTime();
    const lifetimeMs = lifetimeSeconds * 1000;
    // A sandbox may give shorter ones, which would otherwise be renewed at every call.
    const renewAtMs = nowMs + Math.max(lifetimeMs - RENEWED_BEFORE_END_MS, lifetimeMs / 2);
    this.held.set(keyOf(mode, product), { value, renewAtMs, endsAtMs: nowMs + lifetimeMs });
    return value;
  }
}

function keyOf(mode: Mode, product: Product): string {
  return `${mode}/${product}`;
}
