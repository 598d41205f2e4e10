import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';

const TRY_DURATION_MS = 5000;
const TRY_INTERVAL_MS = 50;
const LOOK_EVERY_MS = 200;

/** Who is balanced to: where requests go, and who says whether to send any. */
export interface UpstreamAddress {
  readonly origin: string;
  readonly readiness: string;
}

class Upstream {
  readonly agent = new Agent({ keepAlive: true });
  readonly origin: URL;
  underWay = 0;
  isReady = true;

  constructor(private readonly address: UpstreamAddress) {
    this.origin = new URL(address.origin);
  }

  async look(): Promise<void> {
    this.isReady = await fetch(this.address.readiness, { signal: AbortSignal.timeout(1000) }).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

/**
 * Balances as proxies with health checks do: to whom is ready and has least to do, over connections that are kept, and to
 * another one for up to five seconds where nobody listens. A connection that breaks after that is the client's loss: nobody
 * knows what became of its request.
 */
export class Balancer {
  /** Why clients were answered 502. */
  readonly broken: string[] = [];

  private isOver = false;

  private constructor(
    private readonly server: Server,
    private readonly upstreams: readonly Upstream[],
  ) {
    for (const upstream of upstreams) void this.watch(upstream);
    server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => void this.pass(incoming, outgoing));
  }

  static async start(addresses: readonly UpstreamAddress[]): Promise<Balancer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    const balancer = new Balancer(
      server,
      addresses.map((address) => new Upstream(address)),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    for (const { agent } of this.upstreams) agent.destroy();
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  /** One look after the other: the answer to an earlier one must not come later and hide that somebody goes. */
  private async watch(upstream: Upstream): Promise<void> {
    while (!this.isOver) {
      await upstream.look();
      await delay(LOOK_EVERY_MS, undefined, { ref: false });
    }
  }

  private async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await buffer(incoming);
    const deadline = performance.now() + TRY_DURATION_MS;
    const refused = new Set<Upstream>();
    for (;;) {
      const upstream = this.leastBusy(refused);
      try {
        await this.forward(upstream, incoming, body, outgoing);
        return;
      } catch (error) {
        const { code, message } = error as { code?: string; message: string };
        if (code === 'ECONNREFUSED' && performance.now() < deadline) {
          refused.add(upstream);
          if (refused.size === this.upstreams.length) {
            refused.clear();
            await delay(TRY_INTERVAL_MS);
          }
          continue;
        }
        this.broken.push(`${incoming.method} ${incoming.url}: ${code ?? message}`);
        if (outgoing.headersSent) outgoing.destroy();
        else outgoing.writeHead(502).end();
        return;
      }
    }
  }

  private leastBusy(refused: ReadonlySet<Upstream>): Upstream {
    const [first] = this.upstreams
      .filter((upstream) => !refused.has(upstream))
      .sort((one, other) => Number(other.isReady) - Number(one.isReady) || one.underWay - other.underWay);
    if (!first) throw new Error('A balancer has somebody to balance to');
    return first;
  }

  private forward(
    upstream: Upstream,
    { method, url, headers }: IncomingMessage,
    body: Buffer,
    outgoing: ServerResponse,
  ): Promise<void> {
    const { hostname, port } = upstream.origin;
    const { connection: _, ...passed } = headers;
    upstream.underWay += 1;
    return new Promise<void>((resolve, reject) => {
      const call = request({ agent: upstream.agent, hostname, port, method, path: url, headers: passed }, (answer) => {
        const { connection: __, 'keep-alive': ___, ...said } = answer.headers;
        outgoing.writeHead(answer.statusCode ?? 502, said);
        answer.pipe(outgoing);
        answer.on('error', reject);
        answer.on('end', resolve);
      });
      call.on('error', reject);
      call.end(body);
    }).finally(() => (upstream.underWay -= 1));
  }
}
