import type { Logger } from '@nestjs/common';
import { Redis } from 'ioredis';

const REDIS_ANSWER_TIMEOUT_MS = 250;
/** A connection that says nothing for so long was lost on its way, where nobody tells us: another is opened. */
const REDIS_SILENCE_MS = 1000;

/** A connection for what is asked within a request: it answers at once or fails, and tells of an outage in one line. */
export function connectRedis(redisUrl: string, logger: Logger, told: { away: string; back: string }): Redis {
  const redis = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: REDIS_ANSWER_TIMEOUT_MS,
    socketTimeout: REDIS_SILENCE_MS,
    connectTimeout: 2000,
    retryStrategy: (attempt) => Math.min(attempt * 200, 2000),
  });
  let isAway = false;
  redis.on('ready', () => {
    if (isAway) logger.log(`Redis is back: ${told.back}`);
    isAway = false;
  });
  // Without a listener an error ends the process; one line per outage is enough of them.
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn(`Redis is away, ${told.away}: ${error.message}`);
    isAway = true;
  });
  return redis;
}
