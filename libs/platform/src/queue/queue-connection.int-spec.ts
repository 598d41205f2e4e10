import { randomUUID } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres.js';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { TcpGate } from '../../../../test/support/tcp-gate.js';
import { eventually } from '../../../../test/support/eventually.js';
import { loadConfig } from '../config/config.js';
import { connectQueues, type QueueConnection } from './queue-connection.js';

describe('queues in PostgreSQL', () => {
  let database: TestDatabase;
  let platform: TestPlatform;
  beforeAll(async () => {
    database = await createTestDatabase();
    platform = await startTestPlatform({ database });
  });
  afterAll(async () => {
    await platform?.close();
    await database?.drop();
  });

  const connect = (url: string, environment: Record<string, string> = {}): QueueConnection =>
    connectQueues(loadConfig({ APP_ENV: 'test', ...environment }), url);

  it('work once the database is back that was away when they were opened', async () => {
    const gate = await TcpGate.to(database.url);
    gate.close();
    const connection = connect(gate.through(database.url));
    const heard: string[] = [];
    const queue = connection.openQueue('payments');
    const worker = connection.openWorker('payments', (job) => Promise.resolve(heard.push(job.name)), {
      concurrency: 1,
    });
    await expect(queue.add('while away', {})).rejects.toThrow('ECONNRESET');
    gate.open();
    await queue.add('when back', {});
    await eventually(() => heard.includes('when back'));
    await Promise.all([queue.close(), worker.close()]);
    await connection.close();
    await gate.remove();
  });

  it('do not wait for connections that were forgotten on their way', async () => {
    const gate = await TcpGate.to(database.url);
    const connection = connect(gate.through(database.url), { DATABASE_PATIENCE_SECONDS: '1' });
    const heard: string[] = [];
    const queue = connection.openQueue('webhooks');
    const worker = connection.openWorker('webhooks', (job) => Promise.resolve(heard.push(job.name)), {
      concurrency: 1,
    });
    // With a job due in an hour, a worker would wait for news of others as long.
    await queue.add('in an hour', {}, { delay: 3_600_000 });
    await queue.add('before', {});
    await eventually(() => heard.includes('before'));
    await eventually(
      () => platform.database.query(LISTENING),
      (sessions) => sessions.length === 1,
    );
    gate.forget();
    await eventually(() => queue.add('after', {}).catch(() => null));
    await eventually(() => heard.includes('after'), Boolean, 30_000);
    await Promise.all([queue.close(), worker.close()]);
    await connection.close();
    await gate.remove();
  }, 60_000);

  it('take another connection for the news of jobs when theirs was forgotten before they listened', async () => {
    const gate = await TcpGate.to(database.url);
    const connection = connect(gate.through(database.url), { DATABASE_PATIENCE_SECONDS: '1' });
    const heard: string[] = [];
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const queue = connection.openQueue('mail');
    await queue.add('before', {});
    const hear = async (name: string): Promise<void> => {
      heard.push(name);
      await finished;
    };
    const worker = connection.openWorker('mail', (job) => hear(job.name), { concurrency: 1 });
    await worker.waitUntilReady();
    await eventually(() => heard.includes('before'));
    gate.forget();
    // A worker listens for news once there is nothing left to do.
    const drained = new Promise<void>((resolve) => worker.once('drained', resolve));
    finish();
    await drained;
    await eventually(() => queue.add('after', {}).catch(() => null));
    await eventually(() => heard.includes('after'), Boolean, 30_000);
    await Promise.all([queue.close(), worker.close()]);
    await connection.close();
    await gate.remove();
  }, 60_000);

  it('refuse a job when the database goes away as they are opened, and take nobody down', async () => {
    const server = await lettingIn((socket) => socket.resetAndDestroy());
    const { port } = server.address() as AddressInfo;
    const connection = connect(`postgres://user:password@127.0.0.1:${port}/nothing`);
    const queue = connection.openQueue('payments');
    // Without a listener the error of the connection would be an uncaught exception, which fails this test.
    await expect(queue.add('a job', {})).rejects.toThrow('ECONNRESET');
    await connection.close();
    server.close();
  });
});

/** Sessions that wait for news of jobs: a worker gives its connection the name of its queue. */
const LISTENING = `SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'webhooks' AND query LIKE '%LISTEN%' AND state = 'idle'`;

const redisUrl = process.env['REDIS_URL'];
if (redisUrl) {
  describe('queues in Redis', () => {
    it('do not wait for connections that were forgotten on their way', async () => {
      const gate = await TcpGate.to(redisUrl);
      const environment = { APP_ENV: 'test', REDIS_URL: gate.through(redisUrl), REDIS_PREFIX: randomUUID() };
      const connection = connectQueues(loadConfig(environment), '');
      const heard: string[] = [];
      const queue = connection.openQueue('webhooks');
      const worker = connection.openWorker('webhooks', (job) => Promise.resolve(heard.push(job.name)), {
        concurrency: 1,
      });
      await eventually(() => queue.add('before', {}).catch(() => null));
      await eventually(() => heard.includes('before'));
      gate.forget();
      await queue.add('after', {}).catch(() => queue.add('after', {}));
      await eventually(() => heard.includes('after'), Boolean, 30_000);
      await Promise.all([queue.close(), worker.close()]);
      await connection.close();
      await gate.remove();
    }, 60_000);
  });
}

/** A server that greets like PostgreSQL and then does `onQuery`. */
async function lettingIn(onQuery: (socket: { resetAndDestroy(): void }) => void): Promise<Server> {
  const authenticationOk = [0x52, 0, 0, 0, 8, 0, 0, 0, 0];
  const readyForQuery = [0x5a, 0, 0, 0, 5, 0x49];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      socket.write(Buffer.from([...authenticationOk, ...readyForQuery]));
      socket.once('data', () => onQuery(socket));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return server;
}
