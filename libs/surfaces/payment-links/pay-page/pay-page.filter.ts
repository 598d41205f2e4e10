import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { IdempotencyInProgress, RequestRefused, type DoorReply, type DoorRequest } from '#platform';
import { DomainError } from '#kernel';
import { PaymentLinkClosed, PaymentLinkNotFound, PaymentNotFound } from '#payments';
import { Limits } from '../dialect/limits.js';
import { presentTrouble } from './page.presenter.js';
import { Pages } from './pages.service.js';
import type { Trouble } from './wording.js';

interface Worded {
  readonly status: number;
  readonly trouble: Trouble;
  readonly retryAfterSeconds?: number;
}

const UNKNOWN = { status: 404, trouble: 'unknown_link' } as const;
const UNKNOWN_PAYMENT = { status: 404, trouble: 'unknown_payment' } as const;

/** Says on a page what the door says in JSON elsewhere. Never rejects: a request whose filter fails would hang. */
@Catch()
export class PayPageFilter implements ExceptionFilter {
  private readonly logger = new Logger('PayPage');

  constructor(
    private readonly pages: Pages,
    private readonly limits: Limits,
  ) {}

  async catch(error: unknown, host: ArgumentsHost): Promise<void> {
    const request = host.switchToHttp().getRequest<DoorRequest>();
    const reply = host.switchToHttp().getResponse<DoorReply>();
    const { status, trouble, retryAfterSeconds } = await this.judged(error, request);
    if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
    const { slug = null } = request.params as { slug?: string };
    const path = slug === null ? '' : `/${encodeURIComponent(slug)}`;
    const frame = this.pages.frame(request, path);
    const again = status === 404 || status === 410 ? null : `${frame.path}${frame.query}`;
    this.pages.send(reply, status, presentTrouble(frame, frame.words.troubles[trouble], again));
  }

  /** Addresses that nobody gave out are counted: whoever tries one after the other is not told any more. */
  private async judged(error: unknown, request: DoorRequest): Promise<Worded> {
    const worded = this.wordedOf(error, request);
    if (worded !== UNKNOWN && worded !== UNKNOWN_PAYMENT) return worded;
    try {
      await this.limits.unknownAddress(request);
      return worded;
    } catch (refusal) {
      return this.wordedOf(refusal, request);
    }
  }

  private wordedOf(error: unknown, request: DoorRequest): Worded {
    if (error instanceof PaymentLinkNotFound) return UNKNOWN;
    if (error instanceof PaymentNotFound) return UNKNOWN_PAYMENT;
    if (error instanceof PaymentLinkClosed) return { status: 410, trouble: closed(error) };
    if (error instanceof RequestRefused && error.reason.problem === 'rate_limited') {
      return { status: 429, trouble: 'too_many', retryAfterSeconds: error.reason.retryAfterSeconds };
    }
    if (error instanceof IdempotencyInProgress) return { status: 409, trouble: 'still_running' };
    if (error instanceof DomainError && error.kind === 'gone') return { status: 410, trouble: 'link_unavailable' };
    if (error instanceof HttpException && error.getStatus() === 404) return { status: 404, trouble: 'unknown_page' };
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    this.logger.error({
      message: `${request.method} ${request.routeOptions.url ?? ''} failed: ${name}: ${message}`,
      stack,
    });
    return { status: 500, trouble: 'fault' };
  }
}

function closed({ status, maxUses }: PaymentLinkClosed): Trouble {
  if (status === 'used') return maxUses === 1 ? 'link_paid' : 'link_used_up';
  return `link_${status}`;
}
