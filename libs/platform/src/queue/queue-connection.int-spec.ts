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

  const connect = (url: string): QueueConnection => connectQueues(loadConfig({ APP_ENV: 'test' }), url);

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
