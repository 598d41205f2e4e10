import type { Clock, Mode } from '#kernel';

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
 * The access tokens of an operator, one for each mode and what it sells apart (MTN its products). One is renewed five minutes
 * before its end, by one call however many wait, and what still holds is used meanwhile, so that a token rarely costs
 * anybody time.
 */
export class AccessTokens<Realm extends string> {
  private readonly held = new Map<string, HeldToken>();
  private readonly underWay = new Map<string, Promise<string>>();

  constructor(
    private readonly clock: Clock,
    private readonly issue: (mode: Mode, realm: Realm) => Promise<IssuedToken>,
  ) {}

  /** Throws what issuing throws, when there is no token that still holds. */
  async get(mode: Mode, realm: Realm): Promise<string> {
    const held = this.held.get(keyOf(mode, realm));
    const nowMs = this.clock.now().getTime();
    if (held && nowMs < held.renewAtMs) return held.value;
    const renewal = this.joinOrRenew(mode, realm);
    if (!held || nowMs >= held.endsAtMs) return renewal;
    // Whoever calls next tries again, and once the token has ended the error is theirs.
    renewal.catch(() => undefined);
    return held.value;
  }

  /** A token may end earlier than was said. A call that was answered 401 has had no effect, so it is made once more. */
  async spend<Answer extends { readonly status: number }>(
    mode: Mode,
    realm: Realm,
    send: (token: string) => Promise<Answer>,
  ): Promise<Answer> {
    const token = await this.get(mode, realm);
    const answer = await send(token);
    if (answer.status !== 401) return answer;
    this.drop(mode, realm, token);
    return send(await this.get(mode, realm));
  }

  /** Forgets a token that the operator refused. One that has replaced it in the meantime stays. */
  drop(mode: Mode, realm: Realm, value: string): void {
    const key = keyOf(mode, realm);
    if (this.held.get(key)?.value === value) this.held.delete(key);
  }

  private joinOrRenew(mode: Mode, realm: Realm): Promise<string> {
    const key = keyOf(mode, realm);
    const running = this.underWay.get(key);
    if (running) return running;
    const started = this.renew(mode, realm).finally(() => this.underWay.delete(key));
    this.underWay.set(key, started);
    return started;
  }

  private async renew(mode: Mode, realm: Realm): Promise<string> {
    const { value, lifetimeSeconds } = await this.issue(mode, realm);
    const nowMs = this.clock.now().getTime();
    const lifetimeMs = lifetimeSeconds * 1000;
    // A sandbox may give shorter ones, which would otherwise be renewed at every call.
    const renewAtMs = nowMs + Math.max(lifetimeMs - RENEWED_BEFORE_END_MS, lifetimeMs / 2);
    this.held.set(keyOf(mode, realm), { value, renewAtMs, endsAtMs: nowMs + lifetimeMs });
    return value;
  }
}

function keyOf(mode: Mode, realm: string): string {
  return `${mode}/${realm}`;
}
