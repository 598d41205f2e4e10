import { Inject, Injectable, Logger } from '@nestjs/common';
import { SystemClock } from '#kernel';
import { AddressNotAllowed, AnswerLost, CONFIG, GuardedOutbound, NotSent, type Config } from '#platform';
import type { ComposedRequest } from '../dialect/webhook-dialect.port.js';
import { retryAfterMs } from './delivery-schedule.js';
import { isReceived, mayAskForPatience, type ReceiverAnswer } from './receiver-answer.js';

const USER_AGENT = 'mobile-money-platform-webhooks/1';
/** Read so far and no further: enough to leave the connection usable behind what receivers usually say. */
const RESPONSE_BYTES_MAX = 16 * 1024;

const LOST = {
  timeout: 'no answer in time',
  connection_lost: 'the connection was lost before the answer',
  too_large: 'the answer is too large',
  unreadable: 'the answer could not be read',
} as const satisfies Record<AnswerLost['reason'], string>;

/** Posts to the addresses that organisations named, and puts into words what came of it. */
@Injectable()
export class Receivers {
  private readonly logger = new Logger('Webhooks');
  /** Dates that receivers name are those of the world, whatever day it is in a sandbox. */
  private readonly wallClock = new SystemClock();

  constructor(
    private readonly outbound: GuardedOutbound,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Never throws: whatever a receiver does, or keeps from doing, is an answer. */
  async post(url: string, { headers, body }: ComposedRequest): Promise<ReceiverAnswer> {
    const startedMs = performance.now();
    const answer = await this.ask(url, headers, body);
    return { ...answer, durationMs: Math.round(performance.now() - startedMs) };
  }

  private async ask(
    url: string,
    headers: ComposedRequest['headers'],
    body: string,
  ): Promise<Omit<ReceiverAnswer, 'durationMs'>> {
    try {
      const {
        status,
        headers: answered,
        excerpt,
      } = await this.outbound.post({
        url,
        headers: { 'content-type': 'application/json', 'user-agent': USER_AGENT, ...headers },
        body,
        timeoutMs: this.config.webhookTimeoutMs,
        maxResponseBytes: RESPONSE_BYTES_MAX,
      });
      return {
        httpStatus: status,
        excerpt,
        error: isReceived(status) ? null : `HTTP ${status}`,
        retryAfterMs: mayAskForPatience(status)
          ? retryAfterMs(answered['retry-after'] ?? null, this.wallClock.now())
          : null,
      };
    } catch (error) {
      return { httpStatus: null, excerpt: null, error: this.reasonOf(error), retryAfterMs: null };
    }
  }

  /** Shown to the owner of the endpoint. */
  private reasonOf(error: unknown): string {
    if (error instanceof AddressNotAllowed) return error.message;
    if (error instanceof AnswerLost) return LOST[error.reason];
    if (error instanceof NotSent) return `the receiver could not be reached (${error.reason})`;
    this.logger.error(`a webhook could not be sent: ${(error as Error).message}`);
    return 'could not be sent';
  }
}
