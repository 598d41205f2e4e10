import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG, type Config } from '../config/config.js';
import { connectRedis } from '../redis/connect-redis.js';

/** `points` hits within a window that begins with the first hit of a key and lasts `windowSeconds`. */
export interface RateLimitRule {
  readonly name: string;
  readonly points: number;
  readonly windowSeconds: number;
}

export interface RateLimitVerdict {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** When the window ends, in Unix seconds. */
  readonly resetAt: number;
  /** Zero for a hit that is allowed. */
  readonly retryAfterSeconds: number;
}

/**
 * Counts hits in Redis, for all processes together, or in the memory of this process when no Redis is configured.
 * While Redis is away each process counts for itself: nobody is locked out and nobody runs free, but a client that reaches
 * n processes has up to n times the points, and counting begins anew.
 */
@Injectable()
export class RateLimiter implements OnApplicationShutdown {
  private readonly redis: Redis | null;
  private readonly prefix: string;
  private readonly limiters = new Map<string, RateLimiterRedis | RateLimiterMemory>();

  constructor(@Inject(CONFIG) config: Pick<Config, 'redisUrl' | 'redisPrefix'>) {
    this.prefix = config.redisPrefix;
    const told = { away: 'each process counts for itself', back: 'limits hold for all processes together' };
    this.redis = config.redisUrl === null ? null : connectRedis(config.redisUrl, new Logger('RateLimiter'), told);
  }

  /** Counts one hit and says whether it is still within the rule. Exact for any number of hits at the same time. */
  async hit(rule: RateLimitRule, key: string): Promise<RateLimitVerdict> {
    const counted = await this.count(rule, key);
    const waitMs = Math.max(counted.msBeforeNext, 0);
    const allowed = counted.consumedPoints <= rule.points;
    return {
      allowed,
      limit: rule.points,
      remaining: Math.max(rule.points - counted.consumedPoints, 0),
      resetAt: Math.ceil((Date.now() + waitMs) / 1000),
      retryAfterSeconds: allowed ? 0 : Math.max(Math.ceil(waitMs / 1000), 1),
    };
  }

  /**
   * Counts one hit against each of several rules, shortest window first, or against none of them when one refuses: what
   * a long window refuses must not use up a short one. Resolves to the verdicts, of which only the last can be a refusal.
   */
  async hitAll(rules: readonly RateLimitRule[], key: string): Promise<RateLimitVerdict[]> {
    const verdicts: RateLimitVerdict[] = [];
    for (const rule of rules) {
      const verdict = await this.hit(rule, key);
      verdicts.push(verdict);
      if (verdict.allowed) continue;
      await Promise.all(rules.slice(0, verdicts.length - 1).map((counted) => this.takeBack(counted, key)));
      break;
    }
    return verdicts;
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private async takeBack(rule: RateLimitRule, key: string): Promise<void> {
    await this.limiterOf(rule).reward(hashed(key));
  }

  private async count(rule: RateLimitRule, key: string): Promise<RateLimiterRes> {
    try {
      return await this.limiterOf(rule).consume(hashed(key));
    } catch (verdict) {
      if (verdict instanceof RateLimiterRes) return verdict;
      throw verdict;
    }
  }

  private limiterOf({ name, points, windowSeconds }: RateLimitRule): RateLimiterRedis | RateLimiterMemory {
    const id = `${name}:${points}:${windowSeconds}`;
    const known = this.limiters.get(id);
    if (known !== undefined) return known;
    const settings = { keyPrefix: `${this.prefix}:limit:${id}`, points, duration: windowSeconds };
    const inMemory = new RateLimiterMemory(settings);
    const limiter =
      this.redis === null
        ? inMemory
        : new RateLimiterRedis({
            ...settings,
            storeClient: this.redis,
            insuranceLimiter: inMemory,
          });
    this.limiters.set(id, limiter);
    return limiter;
  }
}

/** Keys are hashed: they are addresses, phone numbers or API keys, which have no business in Redis. */
const hashed = (key: string): string => createHash('sha256').update(key).digest('base64url');
