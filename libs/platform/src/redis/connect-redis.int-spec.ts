import { Logger } from '@nestjs/common';
import { createServer, type AddressInfo } from 'node:net';
import { eventually } from '../../../../test/support/eventually.js';
import { TcpGate } from '../../../../test/support/tcp-gate.js';
import { connectRedis } from './connect-redis.js';

describe('a connection to Redis', () => {
  it('is given up for another when it was forgotten on its way', async () => {
    // Each command begins with a star; several may come at once.
    const server = createServer((socket) =>
      socket.on('data', (asked) => socket.write('+PONG\r\n'.repeat(String(asked).split('*').length - 1))),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const gate = await TcpGate.to(`redis://127.0.0.1:${port}`);
    const redis = connectRedis(gate.through('redis://127.0.0.1'), new Logger(), { away: 'alone', back: 'together' });
    const answers = (): Promise<boolean> =>
      redis.ping().then(
        () => true,
        () => false,
      );
    await eventually(answers);
    gate.forget();
    expect(await answers()).toBe(false);
    await eventually(answers);
    redis.disconnect();
    await gate.remove();
    server.close();
  });
});
