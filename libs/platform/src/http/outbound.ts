import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent } from 'undici';
import { exchange } from './exchange.js';
import { AnswerLost } from './outbound.errors.js';

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** From the call to the last byte of the answer. */
  readonly timeoutMs: number;
  /** 1 MiB when not given. */
  readonly maxResponseBytes?: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** Names in lower case; a header that came several times is joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Connecting that takes longer than this fails while there is time left to report that nothing was sent. */
export const CONNECT_TIMEOUT_MS = 4000;
/** Node gives each address of a host a quarter of a second, which is less than a round trip to another continent takes. */
export const ADDRESS_ATTEMPT_TIMEOUT_MS = 1000;
export const CONNECTIONS_PER_ORIGIN = 64;
const RESPONSE_BYTES_MAX = 1024 * 1024;

/** HTTP to hosts that the configuration names, over connections that are kept. Hosts that users name: GuardedOutbound. */
@Injectable()
export class HttpOutbound implements OnApplicationShutdown {
  private readonly agent = new Agent({
    connections: CONNECTIONS_PER_ORIGIN,
    connect: { timeout: CONNECT_TIMEOUT_MS, autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_TIMEOUT_MS },
  });

  /**
   * One request, never repeated and never redirected. Any status is an answer. Throws NotSent when the request cannot have
   * reached the other side and AnswerLost when it may have: a time-out or a reset after it left, also of a kept connection
   * that was closed at that moment, an answer that breaks off or is too large.
   */
  async request(request: OutboundRequest): Promise<OutboundAnswer> {
    const { method, url, headers = {}, body = null, timeoutMs, maxResponseBytes = RESPONSE_BYTES_MAX } = request;
    const answer = await exchange(this.agent, {
      method,
      url: new URL(url),
      headers,
      body,
      timeoutMs,
      maxResponseBytes,
    });
    if (answer.cut !== null) throw new AnswerLost(answer.cut);
    return { status: answer.status, headers: answer.headers, text: answer.body.toString('utf8') };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent.destroy();
  }
}
