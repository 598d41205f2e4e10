import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../seeded-random.js';
import { kindOf, type ReceiverKind } from './manners.js';

/** How often a message came, and in how many of these calls the sender could not know that it was taken. */
export interface Taken {
  readonly times: number;
  readonly unsaid: number;
}

/** A receiver of webhooks that behaves as its kind does, and remembers what it took. */
export class Receiver {
  /** By the webhook-id. */
  readonly taken = new Map<string, Taken>();
  calls = 0;
  /** Nobody is there, as while a server is replaced. */
  isDown = false;
  private readonly callsOf = new Map<string, number>();

  private constructor(
    private readonly server: Server,
    readonly kind: ReceiverKind,
    private readonly random: SeededRandom,
    private readonly senderPatienceMs: number,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.hear(request, response));
  }

  /** @param senderPatienceMs after which the sender no longer waits for an answer. */
  static async start(kind: ReceiverKind, random: SeededRandom, senderPatienceMs: number): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server, kind, random, senderPatienceMs);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  /** Messages that were taken more than once. */
  get repeated(): number {
    return [...this.taken.values()].filter(({ times }) => times > 1).length;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private hear(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    request.on('end', () => {
      this.calls += 1;
      const id = String(request.headers['webhook-id']);
      void this.answer(id, response);
    });
  }

  private async answer(id: string, response: ServerResponse): Promise<void> {
    const { manner, waitsMs } = kindOf(this.kind);
    const callsBefore = this.callsOf.get(id) ?? 0;
    this.callsOf.set(id, callsBefore + 1);
    const how = this.isDown ? 'reset' : manner(this.random, callsBefore);
    await delay(this.random.between(...waitsMs));
    switch (how) {
      case 'take':
        this.take(id, 0);
        return void response.writeHead(200).end();
      case 'late':
        this.take(id, 1);
        await delay(2 * this.senderPatienceMs);
        return void response.writeHead(200).end();
      case 'hang':
        return;
      case 'reset after taking':
        this.take(id, 1);
        return void response.socket?.resetAndDestroy();
      case 'reset':
        return void response.socket?.resetAndDestroy();
      case 'redirect':
        return void response.writeHead(302, { location: this.url }).end();
      default:
        return void response.writeHead(Number(how)).end();
    }
  }

  private take(id: string, unsaid: number): void {
    const before = this.taken.get(id) ?? { times: 0, unsaid: 0 };
    this.taken.set(id, { times: before.times + 1, unsaid: before.unsaid + unsaid });
  }
}
