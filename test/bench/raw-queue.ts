import { createPostgresBackend, Queue, withBackend, Worker, type QueueOptions, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { Pool } from 'undici';

/**
 * BullMQ with nothing around it: jobs that carry a body, and a worker that posts it. What the platform's webhooks are held
 * against. A process of its own.
 */
export interface RawQueueOrder {
  readonly order: 'send';
  readonly count: number;
  readonly body: string;
}

const { DATABASE_URL, REDIS_URL, RECEIVER_URL = '', CONCURRENCY } = process.env;
const NAME = 'raw-webhooks';
const BULK = 500;

const receiver = new URL(RECEIVER_URL);
const pool = new Pool(receiver.origin, { connections: Number(CONCURRENCY) });

async function post({ data }: { data: { body: string } }): Promise<void> {
  const answer = await pool.request({
    method: 'POST',
    path: receiver.pathname,
    headers: { 'content-type': 'application/json', 'webhook-id': 'raw' },
    body: data.body,
  });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
}

/** As the platform sets its own queues up, on the same backend. */
function open(): { queue: Queue; worker: Worker } {
  const kept = { removeOnComplete: { count: 1000 }, removeOnFail: { count: 1000 } };
  const concurrency = Number(CONCURRENCY);
  if (REDIS_URL) {
    const connection = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
    const queue = new Queue(NAME, { connection, prefix: 'bench', defaultJobOptions: kept });
    return { queue, worker: new Worker(NAME, post, { connection, prefix: 'bench', concurrency }) };
  }
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend);
  const connection = new pg.Pool({ connectionString: DATABASE_URL, options: '-c search_path=bullmq', max: 12 });
  connection.setMaxListeners(0);
  // The backend is the same class behind both; its types differ in the connection alone.
  const options = { connection } as unknown as QueueOptions & WorkerOptions;
  const queue = new PostgresQueue(NAME, { ...options, defaultJobOptions: kept } as never) as unknown as Queue;
  return { queue, worker: new PostgresWorker(NAME, post, { ...options, concurrency } as never) as unknown as Worker };
}

const { queue, worker } = open();
worker.on('error', (error) => process.stderr.write(`${error.message}\n`));
await worker.waitUntilReady();

async function send({ count, body }: RawQueueOrder): Promise<void> {
  for (let left = count; left > 0; left -= BULK) {
    await queue.addBulk(Array.from({ length: Math.min(BULK, left) }, () => ({ name: 'post', data: { body } })));
  }
}

process.on('message', (order: RawQueueOrder) => {
  void send(order).then(() => process.send?.({ type: 'done' }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ type: 'ready' });
