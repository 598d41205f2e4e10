import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const WEB_PAGE = '<html><head><title>Request Rejected</title></head><body>Support ID is: 42</body></html>';

export interface Received {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the scripted operator does with a request: answer, hang, or break the connection. */
export type Reaction = readonly [httpStatus: number, body: unknown] | 'hang' | 'reset';

/** An operator that does what the test says and remembers what it was sent. */
export class ScriptedOperator {
  readonly received: Received[] = [];
  tokensIssued = 0;
  token: () => Reaction = () => [
    200,
    { access_token: `token-${++this.tokensIssued}`, token_type: 'access_token', expires_in: 3600 },
  ];
  /** By method: reactions in order, of which the last one stays. */
  script: { GET: Reaction[]; POST: Reaction[] };
  private readonly server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const line = `${request.method} ${request.url}`;
      this.received.push({ line, headers: request.headers, body });
      if (isForToken(line)) return react(response, this.token());
      const reactions = this.script[request.method as 'GET' | 'POST'];
      return react(response, (reactions.length > 1 ? reactions.shift() : reactions[0]) ?? 'reset');
    });
  });

  /** @param script what it does while a test says nothing. */
  constructor(script: { GET: Reaction[]; POST: Reaction[] }) {
    this.script = script;
  }

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What was sent beside the calls for tokens. */
  get calls(): Received[] {
    return this.received.filter(({ line }) => !isForToken(line));
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

function isForToken(line: string): boolean {
  return /\/token\/?$/.test(line);
}

function react(response: ServerResponse, reaction: Reaction): void {
  if (reaction === 'hang') return;
  if (reaction === 'reset') return void response.socket?.resetAndDestroy();
  const [httpStatus, body] = reaction;
  response.writeHead(httpStatus).end(typeof body === 'string' ? body : JSON.stringify(body));
}
