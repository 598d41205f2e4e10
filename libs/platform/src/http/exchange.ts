import type { Dispatcher } from 'undici';
import { DomainError } from '#kernel';
import { AnswerLost, NotSent } from './outbound.errors.js';

export interface ExchangeRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer | null;
  /** For everything together: waiting for a connection, connecting, sending, and reading the answer to its end. */
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

export interface ExchangeAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Why the body ends before its end, or null when it is whole. */
  readonly cut: 'timeout' | 'connection_lost' | 'too_large' | null;
}

/**
 * Makes one request and never repeats it. Rejects with NotSent while not a byte can have left, with AnswerLost from then
 * until the status has arrived; what goes wrong after that is told by `cut`. A DomainError of the connector passes as it is.
 */
export function exchange(dispatcher: Dispatcher, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { method, url, headers, body } = request;
  return new Promise((resolve, reject) => {
    const handler = new ExchangeHandler(request, resolve, reject);
    const path = url.pathname + url.search;
    // Our own timer counts; undici's would count phases one by one.
    const timeouts = { headersTimeout: 0, bodyTimeout: 0 };
    dispatcher.dispatch({ origin: url.origin, path, method, headers: { ...headers }, body, ...timeouts }, handler);
  });
}

/** How undici names an answer that is not HTTP, or whose headers are too long. */
const UNREADABLE: ReadonlySet<string> = new Set(['HTTPParserError', 'HeadersOverflowError']);

class ExchangeHandler implements Dispatcher.DispatchHandler {
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | null = null;
  private isSettled = false;
  private status: number | null = null;
  private headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private sizeBytes = 0;

  constructor(
    private readonly request: ExchangeRequest,
    private readonly resolve: (answer: ExchangeAnswer) => void,
    private readonly reject: (error: unknown) => void,
  ) {
    this.timer = setTimeout(() => this.giveUp('timeout', new Error('Timed out')), request.timeoutMs);
  }

  /**
   * Called with the connection ready, right before the first byte is written. From here on the request may have arrived,
   * also if the connection is a kept one that turns out to be closed: the other side may have read and acted before it
   * closed, and undici does not send such a request again.
   */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Its time was up while it waited for a connection, and NotSent has been promised: it must not leave now.
    if (this.isSettled) controller.abort(new Error('Timed out before it was sent'));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Record<string, unknown>): void {
    if (status < 200) return;
    this.status = status;
    this.headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
    );
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.isSettled) return;
    const room = this.request.maxResponseBytes - this.sizeBytes;
    this.chunks.push(chunk.subarray(0, room));
    this.sizeBytes += Math.min(chunk.length, room);
    if (chunk.length > room) this.giveUp('too_large', new Error('The answer is too large'));
  }

  onResponseEnd(): void {
    this.settle(() => this.answer(null));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    const { code = error.name } = error as NodeJS.ErrnoException;
    // A method, path or header that cannot be sent is a mistake of the caller, not of the network.
    if (error instanceof DomainError || code === 'UND_ERR_INVALID_ARG') this.settle(() => this.reject(error));
    else if (this.controller === null) this.settle(() => this.reject(new NotSent(code, error)));
    else this.giveUp(UNREADABLE.has(error.name) ? 'unreadable' : 'connection_lost', error);
  }

  private giveUp(reason: 'timeout' | 'connection_lost' | 'too_large' | 'unreadable', cause: Error): void {
    this.settle(() => {
      if (this.controller === null) this.reject(new NotSent(reason, cause));
      else if (this.status === null) this.reject(new AnswerLost(reason, cause));
      else this.answer(reason === 'unreadable' ? 'connection_lost' : reason);
    });
    this.controller?.abort(cause);
  }

  private settle(act: () => void): void {
    if (this.isSettled) return;
    this.isSettled = true;
    clearTimeout(this.timer);
    act();
  }

  private answer(cut: ExchangeAnswer['cut']): void {
    if (this.status === null) throw new Error('An answer without a status has ended');
    this.resolve({ status: this.status, headers: this.headers, body: Buffer.concat(this.chunks), cut });
  }
}
