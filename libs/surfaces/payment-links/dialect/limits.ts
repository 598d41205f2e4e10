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

/**
 * Calls per minute and address: `info` (Rate limits) for reading a link, redeemPaymentLink (rule 8) and getLinkPayment
 * (rule 3) for themselves.
 */
const PUBLIC_CALLS_PER_MINUTE = { reading: 120, redeemPaymentLink: 20, getLinkPayment: 60 } as const;

/** Calls that name one payer's number, within ten minutes (redeemPaymentLink, rule 8). */
const PAYER_CALLS = 5;

/** The rate limits of this door. */
@Injectable()
export class Limits extends CallLimits {
  private readonly caller: RateLimitRule;
  private readonly refused: RateLimitRule;
  private readonly payer: RateLimitRule;
  private readonly factor: number;

  constructor(limiter: RateLimiter, @Inject(CONFIG) config: Config) {
    super(limiter);
    const hourly = { points: config.rateLimitPerAccount, windowSeconds: 3600 };
    this.caller = { name: 'payment-links-caller', ...hourly };
    this.refused = { name: 'payment-links-refused', ...hourly };
    this.factor = config.rateLimitFactor;
    this.payer = { name: 'payment-links-payer', points: PAYER_CALLS * this.factor, windowSeconds: 600 };
  }

  publicCall(request: DoorRequest, reply: DoorReply, operation: ContractOperation): Promise<void> {
    const name = operation.id === 'redeemPaymentLink' || operation.id === 'getLinkPayment' ? operation.id : 'reading';
    const points = PUBLIC_CALLS_PER_MINUTE[name] * this.factor;
    return this.countAddress({ name: `payment-links-${name}`, points, windowSeconds: 60 }, request, reply);
  }

  /** `holderId` is that of the key or the account. */
  callerCall(holderId: string, reply: DoorReply): Promise<void> {
    return this.count(this.caller, holderId, reply);
  }

  /**
   * Whoever has a link could make any telephone ring. Counts every call that names the number, in E.164, wherever it came
   * from, also one that is refused afterwards and rings nobody.
   */
  async askedPayer(msisdn: string): Promise<void> {
    this.refuseBeyond(await this.limiter.hit(this.payer, msisdn));
  }

  /** Calls without a valid key or token count by address, so that neither can be guessed at leisure. */
  refusedCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    return this.countAddress(this.refused, request, reply);
  }
}
