import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * A way through to a TCP server that can be closed, as when a server goes away; stalled, as when packets are lost and nobody
 * says so; made slow; and opened again. Connections can be forgotten, as by a router that starts anew.
 */
export class TcpGate {
  private readonly sockets = new Set<Socket>();
  private readonly farEnds = new WeakSet<Socket>();
  private readonly forgotten = new WeakSet<Socket>();
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
    for (const socket of this.sockets) reset(socket);
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

  /** What passes through the connections of now is lost, and neither end learns that the other has gone. New ones pass. */
  forget(): void {
    for (const socket of this.sockets) {
      this.forgotten.add(socket);
      socket.unpipe().resume();
    }
  }

  /** The servers' kernels notice, as they do after a while, that nobody is at the other end of what was forgotten. */
  endForgotten(): void {
    for (const socket of this.sockets) {
      if (this.forgotten.has(socket) && this.farEnds.has(socket)) socket.destroy();
    }
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
    this.farEnds.add(beyond);
    for (const end of [socket, beyond]) {
      this.sockets.add(end);
      end.on('error', () => undefined);
      end.on('close', () => {
        this.sockets.delete(end);
        if (this.forgotten.has(end)) return;
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

/** A socket that is told to reset while it says good-bye is left open by Node for good, and keeps the process from ending. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
