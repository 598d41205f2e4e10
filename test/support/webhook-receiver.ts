import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Behaviour = (response: ServerResponse, webhook: ReceivedWebhook, count: number) => void;

/** What receivers do in the wild. */
export const behaviours = {
  answer:
    (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
    (response) => {
      response.writeHead(status, headers).end(body);
    },
  /** One answer after the other; the last one stays. */
  inTurn:
    (...statuses: number[]): Behaviour =>
    (response, _, count) => {
      response.writeHead(statuses[Math.min(count, statuses.length) - 1] ?? 200).end();
    },
  hang: (() => undefined) satisfies Behaviour as Behaviour,
  reset: ((response) => response.socket?.resetAndDestroy()) satisfies Behaviour as Behaviour,
  /** The status, and then a body that never ends, a byte now and then. */
  drip:
    (status: number): Behaviour =>
    (response) => {
      response.writeHead(status);
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
    },
  huge:
    (status: number): Behaviour =>
    (response) => {
      response.writeHead(status).on('error', () => undefined);
      const chunk = 'x'.repeat(64 * 1024);
      const pour = (): void => {
        while (!response.destroyed && response.write(chunk));
        response.once('drain', pour);
      };
      pour();
    },
};

/** A real receiver of webhooks on this machine. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** Requests that have arrived and are not answered. */
  open = 0;
  openMax = 0;

  private constructor(
    private readonly server: Server,
    private behaviour: Behaviour,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.take(request, response));
  }

  static async start(behaviour: Behaviour = behaviours.answer(200)): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server, behaviour);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hooks`;
  }

  behave(behaviour: Behaviour): void {
    this.behaviour = behaviour;
  }

  /** The bodies as the public Standard Webhooks library reads them; throws when one does not hold before the secret. */
  verified(secret: string): unknown[] {
    return this.received.map(({ body, headers }) =>
      new Webhook(secret).verify(body, headers as Record<string, string>),
    );
  }

  ids(): unknown[] {
    return this.received.map(({ headers }) => headers['webhook-id']);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const webhook = { method, path, headers, body: Buffer.concat(chunks).toString('utf8') };
    this.received.push(webhook);
    this.open += 1;
    this.openMax = Math.max(this.openMax, this.open);
    response.on('close', () => (this.open -= 1));
    this.behaviour(response, webhook, this.received.length);
  }
}
