import { Inject, Injectable } from '@nestjs/common';
import {
  addressForLimits,
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

/**
 * Of the pay page, whose payers share addresses by the hundred: views with their files and streams per minute and
 * address, addresses that lead nowhere within ten minutes, and forms that ask somebody to pay one link per minute.
 */
const PAGE_CALLS = 300;
const UNKNOWN_ADDRESSES = 30;
const LINK_CALLS = 60;

/** The rate limits of this door. */
@Injectable()
export class Limits extends CallLimits {
  private readonly caller: RateLimitRule;
  private readonly refused: RateLimitRule;
  private readonly payer: RateLimitRule;
  private readonly page: RateLimitRule;
  private readonly unknown: RateLimitRule;
  private readonly link: RateLimitRule;
  private readonly factor: number;

  constructor(limiter: RateLimiter, @Inject(CONFIG) config: Config) {
    super(limiter);
    const hourly = { points: config.rateLimitPerAccount, windowSeconds: 3600 };
    this.caller = { name: 'payment-links-caller', ...hourly };
    this.refused = { name: 'payment-links-refused', ...hourly };
    this.factor = config.rateLimitFactor;
    this.payer = { name: 'payment-links-payer', points: PAYER_CALLS * this.factor, windowSeconds: 600 };
    this.page = { name: 'payment-links-page', points: PAGE_CALLS * this.factor, windowSeconds: 60 };
    this.unknown = { name: 'payment-links-unknown', points: UNKNOWN_ADDRESSES * this.factor, windowSeconds: 600 };
    this.link = { name: 'payment-links-link', points: LINK_CALLS * this.factor, windowSeconds: 60 };
  }

  publicCall(request: DoorRequest, reply: DoorReply, operation: ContractOperation): Promise<void> {
    const name = operation.id === 'redeemPaymentLink' || operation.id === 'getLinkPayment' ? operation.id : 'reading';
    return this.countAddress(this.publicRule(name), request, reply);
  }

  /** Of the pay page. What its form asks for counts with what redeemPaymentLink asks for. */
  pageCall(request: DoorRequest, reply: DoorReply): Promise<void> {
    const rule = request.method === 'POST' ? this.publicRule('redeemPaymentLink') : this.page;
    return this.countAddress(rule, request, reply);
  }

  /** Whoever tries addresses of the pay page one after the other. */
  async unknownAddress({ clientAddress }: DoorRequest): Promise<void> {
    this.refuseBeyond(await this.limiter.hit(this.unknown, addressForLimits(clientAddress)));
  }

  /** Many payers of one link may be one who knows many numbers. */
  async askedLink(slug: string): Promise<void> {
    this.refuseBeyond(await this.limiter.hit(this.link, slug));
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

  private publicRule(name: keyof typeof PUBLIC_CALLS_PER_MINUTE): RateLimitRule {
    const points = PUBLIC_CALLS_PER_MINUTE[name] * this.factor;
    return { name: `payment-links-${name}`, points, windowSeconds: 60 };
  }
}
