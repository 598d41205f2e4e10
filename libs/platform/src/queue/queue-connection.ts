import { Queue, Worker, withBackend, type Processor, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Config } from '../config/config.js';
import { createForgivingBackend } from './forgiving-backend.js';
import type { QueueName } from './job-type.js';
import { QUEUE_SCHEMA } from './queue-schema.js';

/** The one place that knows on which backend the queues are: Redis when there is one, else PostgreSQL. */
export interface QueueConnection {
  openQueue(name: QueueName): Queue;
  openWorker(name: QueueName, processor: Processor, options: { concurrency: number }): Worker;
  close(): Promise<void>;
}

/**
 * A job whose worker was killed is taken up again after its lock has lapsed and the second look at it: some 15 seconds.
 * BullMQ's own 30 and 30 seconds kept what waits for such a job, by its deduplication id, waiting for over a minute. And a
 * worker looks again a second after it failed to, not fifteen: of connections that were lost in silence it meets several.
 */
const RECOVERY = { lockDuration: 10_000, stalledInterval: 5000, runRetryDelay: 1000 } as const;

/**
 * A connection to Redis of which an answer is awaited for so long was lost on its way, where nobody tells us. A worker that
 * waits for news of jobs is answered after five seconds, or ten where it knows when the next is due.
 */
const PRODUCER_SILENCE_MS = 3000;
const CONSUMER_SILENCE_MS = 12_000;

export function connectQueues(config: Config, databaseUrl: string): QueueConnection {
  return config.redisUrl ? onRedis(config.redisUrl, config.redisPrefix) : onPostgres(databaseUrl, config);
}

function onRedis(url: string, prefix: string): QueueConnection {
  // A producer must fail at once when Redis is away: what it would have queued is found again in the database.
  const producer = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    socketTimeout: PRODUCER_SILENCE_MS,
  });
  const consumer = new Redis(url, { maxRetriesPerRequest: null, socketTimeout: CONSUMER_SILENCE_MS });
  // Without a listener ioredis would throw on a lost connection; the health check reports it.
  for (const client of [producer, consumer]) client.on('error', () => undefined);
  return {
    openQueue: (name) => quiet(new Queue(name, { connection: producer, prefix })),
    openWorker: (name, processor, options) =>
      quiet(new Worker(name, processor, { connection: consumer, prefix, ...RECOVERY, ...options })),
    async close() {
      producer.disconnect();
      consumer.disconnect();
      await Promise.resolve();
    },
  };
}

function onPostgres(connectionString: string, config: Pick<Config, 'databasePatienceSeconds'>): QueueConnection {
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createForgivingBackend);
  const patienceMs = config.databasePatienceSeconds * 1000;
  const pool = new pg.Pool({
    connectionString,
    options: `-c search_path=${QUEUE_SCHEMA}`,
    max: 12,
    // As for our own statements: a server that falls silent is not waited for until the kernel notices.
    query_timeout: patienceMs,
    connectionTimeoutMillis: patienceMs,
    idle_in_transaction_session_timeout: patienceMs,
    keepAlive: true,
  });
  pool.on('error', () => undefined);
  // BullMQ takes connections out of the pool without listening to them: one that broke then would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Each queue, each worker and each view of the board adds a listener of its own to the pool that they share.
  pool.setMaxListeners(0);
  // The backend is the same class behind both; its types differ in the connection alone.
  const queueOptions = { connection: pool } as unknown as QueueOptions;
  return {
    openQueue: (name) => quiet(new PostgresQueue(name, queueOptions as never) as unknown as Queue),
    openWorker: (name, processor, options) =>
      quiet(
        new PostgresWorker(name, processor, {
          ...(queueOptions as unknown as WorkerOptions),
          ...RECOVERY,
          ...options,
        } as never) as unknown as Worker,
      ),
    close: () => pool.end(),
  };
}

/** Connection errors are emitted again and again while a backend is away; health and logs report them once. */
function quiet<T extends Queue | Worker>(emitter: T): T {
  (emitter as { on(event: 'error', listener: () => void): unknown }).on('error', () => undefined);
  return emitter;
}
