import { Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { CONFIG, type Config } from '../config/config.js';
import { connectRedis } from '../redis/connect-redis.js';

const MEMORY_ENTRIES_MAX = 10_000;

/**
 * Keeps copies of what is read often: in Redis, for all processes together, or in the memory of this process when no
 * Redis is configured. While Redis is away nothing is kept. A copy may be older than its record: whoever keeps one says
 * of which version it is, and whoever takes one asks whether that is still the version.
 */
@Injectable()
export class Cache implements OnApplicationShutdown {
  private readonly redis: Redis | null;
  private readonly prefix: string;
  private readonly memory = new Map<string, { readonly text: string; readonly until: number }>();

  constructor(@Inject(CONFIG) config: Pick<Config, 'redisUrl' | 'redisPrefix'>) {
    this.prefix = `${config.redisPrefix}:cache:`;
    const told = { away: 'nothing is cached', back: 'it caches again' };
    this.redis = config.redisUrl === null ? null : connectRedis(config.redisUrl, new Logger('Cache'), told);
  }

  /** The copy, or null when there is none or nobody answers. */
  async get<T extends object>(key: string): Promise<T | null> {
    const text = this.redis === null ? this.remembered(key) : await this.redis.get(this.prefix + key).catch(() => null);
    return text === null ? null : (JSON.parse(text) as T);
  }

  /** Keeps a JSON value for some seconds. Never fails: a copy that is not kept is read anew. */
  async keep(key: string, value: object, seconds: number): Promise<void> {
    const text = JSON.stringify(value);
    if (this.redis !== null) {
      await this.redis.set(this.prefix + key, text, 'EX', seconds).catch(() => null);
      return;
    }
    this.memory.delete(key);
    const [oldest] = this.memory.keys();
    if (oldest !== undefined && this.memory.size >= MEMORY_ENTRIES_MAX) this.memory.delete(oldest);
    this.memory.set(key, { text, until: Date.now() + seconds * 1000 });
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private remembered(key: string): string | null {
    const found = this.memory.get(key);
    if (found === undefined) return null;
    if (found.until > Date.now()) return found.text;
    this.memory.delete(key);
    return null;
  }
}
