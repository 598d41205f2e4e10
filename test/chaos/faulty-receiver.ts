import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SeededRandom } from './seeded-random.js';

/** A receiver of webhooks that fails a share of its calls, in the ways receivers fail, and remembers what it took. */
export class FaultyReceiver {
  /** How often each message was answered 200, by its webhook-id. */
  readonly taken = new Map<string, number>();
  calls = 0;

  private constructor(
    private readonly server: Server,
    private readonly random: SeededRandom,
    private readonly failingShare: number,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.take(request, response));
  }

  static async start(random: SeededRandom, failingShare: number): Promise<FaultyReceiver> {
    const server = createServer();
    const receiver = new FaultyReceiver(server, random, failingShare);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  /** Messages that were taken more than once. */
  get repeated(): number {
    return [...this.taken.values()].filter((times) => times > 1).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    request.on('end', () => {
      this.calls += 1;
      if (this.random.next() < this.failingShare) return this.fail(response);
      const id = String(request.headers['webhook-id']);
      this.taken.set(id, (this.taken.get(id) ?? 0) + 1);
      response.writeHead(200).end();
    });
  }

  private fail(response: ServerResponse): void {
    const how = this.random.pick(['500', '503', 'reset']);
    if (how === 'reset') response.socket?.resetAndDestroy();
    else response.writeHead(Number(how)).end();
  }
}
