import { Inject, Injectable } from '@nestjs/common';
import {
  addressForLimits,
  CONFIG,
  RateLimiter,
  RequestRefused,
  type Config,
  type ContractOperation,
  type DoorReply,
  type DoorRequest,
  type RateLimitRule,
  type RateLimitVerdict,
} from '#platform';

const HOUR_SECONDS = 3600;

/** The rate limits of this door. Every answer says where its caller stands. */
@Injectable()
export class Limits {
  private readonly account: RateLimitRule;
  private readonly address: RateLimitRule;
  private readonly callbacks: RateLimitRule;
  private readonly holders: RateLimitRule;
  private readonly refused: RateLimitRule;

  constructor(
    private readonly limiter: RateLimiter,
    @Inject(CONFIG) config: Config,
  ) {
    const hourly = (name: string, points: number): RateLimitRule => ({ name, points, windowSeconds: HOUR_SECONDS });
    this.account = hourly('dashboard-account', config.rateLimitPerAccount);
    this.refused = hourly('dashboard-refused', config.rateLimitPerAccount);
    this.address = hourly('dashboard-address', config.rateLimitPerAddress);
    this.holders = hourly('dashboard-holders', config.holderLookupsPerHour);
    this.callbacks = { name: 'dashboard-callbacks', points: config.callbackLimitPerMinute, windowSeconds: 60 };
  }

  /** Throws RequestRefused when the address has used its window up, as all of these do for their key. */
  async publicCall(request: DoorRequest, reply: DoorReply, operation: ContractOperation): Promise<void> {
    const isCallback = operation.path === '/webhooks/mtn-callback' || operation.path.startsWith('/payments/ipn/');
    await this.hit(isCallback ? this.callbacks : this.address, addressForLimits(request.clientAddress), reply);
  }

  async accountCall(userId: string, reply: DoorReply): Promise<void> {
    await this.hit(this.account, userId, reply);
  }

  /** Calls without a valid token count by address, so that tokens cannot be guessed at leisure. */
  async refusedCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    await this.hit(this.refused, addressForLimits(request.clientAddress), reply);
  }

  /** Look-ups of wallet holders, beside the limit of the account. */
  async holderLookup(userId: string): Promise<void> {
    refuse(await this.limiter.hit(this.holders, userId));
  }

  private async hit(rule: RateLimitRule, key: string, reply: DoorReply): Promise<void> {
    const verdict = await this.limiter.hit(rule, key);
    void reply.headers({
      'x-ratelimit-limit': verdict.limit,
      'x-ratelimit-remaining': verdict.remaining,
      'x-ratelimit-reset': verdict.resetAt,
    });
    refuse(verdict);
  }
}

function refuse({ allowed, retryAfterSeconds }: RateLimitVerdict): void {
  if (!allowed) throw new RequestRefused({ problem: 'rate_limited', retryAfterSeconds });
}
