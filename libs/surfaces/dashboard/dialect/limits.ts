import { Inject, Injectable } from '@nestjs/common';
import {
  CallLimits,
  CONFIG,
  RateLimiter,
  type Config,
  type ContractOperation,
  type DoorReply,
  type DoorRequest,
  type RateLimitRule,
} from '#platform';

const HOUR_SECONDS = 3600;

/** The rate limits of this door. */
@Injectable()
export class Limits extends CallLimits {
  private readonly account: RateLimitRule;
  private readonly address: RateLimitRule;
  private readonly callbacks: RateLimitRule;
  private readonly holders: RateLimitRule;
  private readonly refused: RateLimitRule;
  private readonly writings: number;

  constructor(limiter: RateLimiter, @Inject(CONFIG) config: Config) {
    super(limiter);
    const hourly = (name: string, points: number): RateLimitRule => ({ name, points, windowSeconds: HOUR_SECONDS });
    this.account = hourly('dashboard-account', config.rateLimitPerAccount);
    this.refused = hourly('dashboard-refused', config.rateLimitPerAccount);
    this.address = hourly('dashboard-address', config.rateLimitPerAddress);
    this.holders = hourly('dashboard-holders', config.holderLookupsPerHour);
    this.writings = config.supportRequestsPerHour;
    this.callbacks = { name: 'dashboard-callbacks', points: config.callbackLimitPerMinute, windowSeconds: 60 };
  }

  async publicCall(request: DoorRequest, reply: DoorReply, operation: ContractOperation): Promise<void> {
    const isCallback = operation.path === '/webhooks/mtn-callback' || operation.path.startsWith('/payments/ipn/');
    await this.countAddress(isCallback ? this.callbacks : this.address, request, reply);
  }

  async accountCall(userId: string, reply: DoorReply): Promise<void> {
    await this.count(this.account, userId, reply);
  }

  /** Calls without a valid token count by address, so that tokens cannot be guessed at leisure. */
  async refusedCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    await this.countAddress(this.refused, request, reply);
  }

  /** What is written to the team, beside the limit of the account: each of it becomes a mail or two. */
  async writing(what: 'support' | 'feedback', userId: string): Promise<void> {
    const rule = { name: `dashboard-${what}`, points: this.writings, windowSeconds: HOUR_SECONDS };
    this.refuseBeyond(await this.limiter.hit(rule, userId));
  }

  /** Look-ups of wallet holders, beside the limit of the account. */
  async holderLookup(userId: string): Promise<void> {
    this.refuseBeyond(await this.limiter.hit(this.holders, userId));
  }
}
