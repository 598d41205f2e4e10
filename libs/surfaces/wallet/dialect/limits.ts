import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '#identity';
import {
  addressForLimits,
  CallLimits,
  CONFIG,
  RateLimiter,
  type Config,
  type DoorReply,
  type DoorRequest,
  type RateLimitRule,
} from '#platform';
import { Callers } from './callers.js';

/**
 * Requests per second, hour and day (x-business-rules.rateLimits): of an address; of a user of tier 0, which is what
 * registration gives and all that the core knows of; and of an admin, who has the figures of tier 3.
 */
const REQUESTS = {
  anonymous: { second: 5, hour: 500, day: 10_000 },
  user: { second: 1, hour: 100, day: 1000 },
  admin: { second: 20, hour: 5000, day: 100_000 },
} as const;
const WINDOWS = [
  ['second', 1],
  ['hour', 3600],
  ['day', 86_400],
] as const;

type Kind = keyof typeof REQUESTS;

/** The rate limits of this door: three windows at once, of which the headers describe the hour. */
@Injectable()
export class Limits extends CallLimits {
  private readonly factor: number;

  constructor(
    limiter: RateLimiter,
    private readonly callers: Callers,
    @Inject(CONFIG) config: Config,
  ) {
    super(limiter);
    this.factor = config.rateLimitFactor;
  }

  /** Counts for the account of a valid token, else for the address. */
  async call(principal: Principal | null, request: DoorRequest, reply: DoorReply): Promise<void> {
    const kind: Kind = principal === null ? 'anonymous' : principal.role === 'admin' ? 'admin' : 'user';
    const verdicts = await this.limiter.hitAll(
      this.rulesOf(kind),
      principal?.userId ?? addressForLimits(request.clientAddress),
    );
    const [, hour] = verdicts;
    const told = verdicts.find(({ allowed }) => !allowed) ?? hour;
    if (told) this.tell(told, reply);
  }

  /** Whoever cannot be recognised, because that is what has failed, counts by address. */
  async refusedCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    const { principal } = await this.callers.recognise(request).catch(() => ({ principal: null }));
    await this.call(principal, request, reply);
  }

  private rulesOf(kind: Kind): RateLimitRule[] {
    return WINDOWS.map(([window, windowSeconds]) => {
      return { name: `wallet-${kind}-${window}`, points: REQUESTS[kind][window] * this.factor, windowSeconds };
    });
  }
}
