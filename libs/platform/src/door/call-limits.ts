import { addressForLimits } from '../http/client-address.js';
import type { RateLimiter, RateLimitRule, RateLimitVerdict } from '../http/rate-limiter.js';
import type { DoorReply, DoorRequest } from './operation.js';
import { RequestRefused } from './request-problem.js';

export const RATE_LIMIT_HEADER = 'x-ratelimit-limit';

/**
 * The rate limits of a door, which provides its own under this token. Every answer says where its caller stands; all
 * methods throw RequestRefused for a caller that has used its window up.
 */
export abstract class CallLimits {
  constructor(protected readonly limiter: RateLimiter) {}

  /**
   * Counts a call that was refused before the door's guard counted it: an unknown route, a body too large, a credential
   * that nobody has. Called at most once per request.
   */
  abstract refusedCall(request: DoorRequest, reply: DoorReply): Promise<void>;

  protected async count(rule: RateLimitRule, key: string, reply: DoorReply): Promise<void> {
    this.tell(await this.limiter.hit(rule, key), reply);
  }

  protected countAddress(rule: RateLimitRule, request: DoorRequest, reply: DoorReply): Promise<void> {
    return this.count(rule, addressForLimits(request.clientAddress), reply);
  }

  protected tell(verdict: RateLimitVerdict, reply: DoorReply): void {
    void reply.headers({
      [RATE_LIMIT_HEADER]: verdict.limit,
      'x-ratelimit-remaining': verdict.remaining,
      'x-ratelimit-reset': verdict.resetAt,
    });
    this.refuseBeyond(verdict);
  }

  protected refuseBeyond({ allowed, retryAfterSeconds, resetAt }: RateLimitVerdict): void {
    if (!allowed) throw new RequestRefused({ problem: 'rate_limited', retryAfterSeconds, resetAt });
  }
}
