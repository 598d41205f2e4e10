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

/** getTierMatrix: requestsPerMinute of tier basic, which every account begins with. */
const CALLS_PER_MINUTE = 600;

/** x-rate-limit of an operation: a limit of its own beside the general one. */
interface OwnLimit {
  readonly max: number;
  readonly windowSeconds: number;
  readonly scope: 'ip' | 'user';
}

/** The rate limits of this door. */
@Injectable()
export class Limits extends CallLimits {
  private readonly account: RateLimitRule;
  private readonly address: RateLimitRule;
  private readonly factor: number;

  constructor(limiter: RateLimiter, @Inject(CONFIG) config: Config) {
    super(limiter);
    this.factor = config.rateLimitFactor;
    const minutely = { points: CALLS_PER_MINUTE * this.factor, windowSeconds: 60 };
    this.account = { name: 'merchant-account', ...minutely };
    this.address = { name: 'merchant-address', ...minutely };
  }

  publicCall(request: DoorRequest, reply: DoorReply, operation: ContractOperation): Promise<void> {
    return this.countAddress(this.ownRule(operation, 'ip') ?? this.address, request, reply);
  }

  async accountCall(userId: string, reply: DoorReply, operation: ContractOperation): Promise<void> {
    await this.count(this.account, userId, reply);
    const own = this.ownRule(operation, 'user');
    if (own) await this.count(own, userId, reply);
  }

  /** The contract has no figure for callers that it does not know; an address counts like an account. */
  refusedCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    return this.countAddress(this.address, request, reply);
  }

  private ownRule({ id, definition }: ContractOperation, scope: OwnLimit['scope']): RateLimitRule | null {
    const own = definition['x-rate-limit'] as OwnLimit | undefined;
    if (own?.scope !== scope) return null;
    return { name: `merchant-${id}`, points: own.max * this.factor, windowSeconds: own.windowSeconds };
  }
}
