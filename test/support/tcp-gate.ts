import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A way through to a TCP server that can be closed, as when a server goes away; stalled, as when packets are lost and nobody
 * says so; made slow; and opened again.
 */
export class TcpGate {
  private readonly sockets = new Set<Socket>();
  private isOpen = true;
  /** What lies in the way of bytes, or null. */
  private hindrance: (() => Promise<void>) | null = null;
  private goOn: () => void = () => undefined;

  private constructor(private readonly server: Server) {}

  static async to(url: string): Promise<TcpGate> {
    const { hostname, port } = new URL(url);
    const server = createServer();
    const gate = new TcpGate(server);
    server.on('connection', (socket) => gate.let(socket, hostname, Number(port)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return gate;
  }

  /** The same address, by way of the gate. */
  through(url: string): string {
    const { port } = this.server.address() as AddressInfo;
    return Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(port) }).href;
  }

  close(): void {
    this.isOpen = false;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  /** Nothing passes, in either direction, and nobody is told. What was on its way arrives when the gate is opened. */
  stall(): void {
    const opened = new Promise<void>((resolve) => (this.goOn = resolve));
    this.hindrance = () => opened;
  }

  /** Everything takes so much longer, in each direction. */
  slow(byMs: number): void {
    this.hindrance = () => delay(byMs);
  }

  open(): void {
    this.isOpen = true;
    this.hindrance = null;
    this.goOn();
  }

  async remove(): Promise<void> {
    this.close();
    await new Promise((closed) => this.server.close(closed));
  }

  private let(socket: Socket, host: string, port: number): void {
    if (!this.isOpen) {
      socket.resetAndDestroy();
      return;
    }
    const beyond = connect(port, host);
    for (const end of [socket, beyond]) {
      this.sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.sockets.delete(end);
        socket.destroy();
        beyond.destroy();
      });
    }
    socket.pipe(this.passage()).pipe(beyond);
    beyond.pipe(this.passage()).pipe(socket);
  }

  private passage(): Transform {
    const pass = async (chunk: unknown, done: (error: null, chunk: unknown) => void): Promise<void> => {
      await this.hindrance?.();
      done(null, chunk);
    };
    return new Transform({ transform: (chunk, _, done) => void pass(chunk, done) });
  }
}
