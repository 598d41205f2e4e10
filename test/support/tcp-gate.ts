import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way through to a TCP server that can be closed, as when a server goes away, and opened again. */
export class TcpGate {
  private readonly sockets = new Set<Socket>();
  private isOpen = true;

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

  open(): void {
    this.isOpen = true;
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
    socket.pipe(beyond).pipe(socket);
  }
}
