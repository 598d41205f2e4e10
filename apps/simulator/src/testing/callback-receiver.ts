import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { waitFor } from './wait-for.js';

export interface ReceivedCallback {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Record<string, unknown>;
}

/** A receiver of callbacks that remembers what came, in the order in which it came. */
export class CallbackReceiver {
  readonly received: ReceivedCallback[] = [];
  private isMute = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<CallbackReceiver> {
    const server = createServer();
    const receiver = new CallbackReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
        const { method = '', url: path = '', headers } = request;
        receiver.received.push({ method, path, headers, body });
        if (!receiver.isMute) response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  /** From now on takes callbacks and never answers. */
  mute(): void {
    this.isMute = true;
  }

  urlOf(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  /** The callbacks of a path, once there are at least so many. */
  async waitFor(path: string, count = 1): Promise<ReceivedCallback[]> {
    await waitFor(() => this.of(path).length >= count);
    return this.of(path);
  }

  of(path: string): ReceivedCallback[] {
    return this.received.filter((callback) => callback.path === path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
