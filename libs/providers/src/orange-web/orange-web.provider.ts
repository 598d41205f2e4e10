import { Injectable, Logger } from '@nestjs/common';
import { Clock, type Mode } from '#kernel';
import { OperatorPages, type RequestedPage } from '../operator-pages.service.js';
import { ProviderUnavailable } from '../provider.errors.js';
import type {
  Answered,
  CollectRequest,
  CollectsPayments,
  PayerPageRequest,
  Provider,
  ReceivesCallbacks,
  SendsPayersToPages,
  StatusRequest,
} from '../provider.port.js';
import { answered, PENDING, type Reading } from '../reading.js';
import type { WireAnswer } from '../wire.js';
import { isToken, readCreation, readStatus, withoutTokens } from './orange-web-answers.js';
import { OrangeWebClient } from './orange-web.client.js';
import { orderBody, orderIdOf, statusBody } from './orange-web.requests.js';

const NAME = 'orange-money';
const OPERATIONS = { create: 'collect', status: 'collection-status' } as const;

/** How long a page can be confirmed (Orange page §A2), and how much longer we wait for what was confirmed at its end. */
const PAGE_LIFE_MS = 10 * 60_000;
const MARGIN_MS = 2 * 60_000;

/**
 * Orange Web Payment (Orange page, part A): the payer confirms on a page at Orange. Each payment has one page, which is asked
 * for once. It can neither pay out nor give back, and no answer of it tells who paid.
 */
@Injectable()
export class OrangeWebProvider implements Provider, CollectsPayments, SendsPayersToPages, ReceivesCallbacks {
  readonly name = NAME;
  private readonly logger = new Logger('OrangeWeb');

  constructor(
    private readonly client: OrangeWebClient,
    private readonly pages: OperatorPages,
    private readonly clock: Clock,
  ) {}

  serves(mode: Mode): boolean {
    return this.client.account(mode) !== null;
  }

  pageOrigins(mode: Mode): readonly string[] {
    return this.client.account(mode)?.pageOrigins ?? [];
  }

  async collect(request: CollectRequest): Promise<Answered> {
    const { mode, reference, amount, message, returnUrl } = request;
    const account = this.client.account(mode);
    if (!account) throw new ProviderUnavailable();
    if (returnUrl === undefined) throw new RangeError('A page of Orange has to know where it leads back to');
    const body = orderBody(account, this.client.notifUrl, { reference, amount, message, returnUrl });
    // Committed before Orange is asked. A second page would take a second order, and could be paid as well as the first.
    if (!(await this.pages.request(NAME, reference, amount))) return this.repeated(reference);
    const wire = await this.client.post({ mode, path: 'webpayment', body });
    const reading = readCreation(wire, account.pageOrigins);
    if (reading.page) {
      await this.pages.keep(NAME, reference, reading.page, reading.noticeToken);
      return this.conclude({ answer: { state: 'accepted' }, alert: null }, mode, OPERATIONS.create, reference, wire);
    }
    if (reading.isUnsent) await this.pages.withdraw(NAME, reference);
    return this.conclude(reading, mode, OPERATIONS.create, reference, wire);
  }

  async collectionStatus(request: StatusRequest): Promise<Answered> {
    const { mode, reference } = request;
    const requested = await this.pages.find(NAME, reference);
    if (!requested)
      return unasked(OPERATIONS.status, reference, { state: 'unknown_reference' }, 'no page was asked for');
    const { page, amount, askedAt } = requested;
    if (!page) return this.withoutPage(OPERATIONS.status, reference, requested);
    // Ours, for the simulator alone: Orange never hears what we did on our side.
    const headers: Record<string, string> = mode === 'sandbox' && request.closed ? { 'x-payment-closed': 'true' } : {};
    const body = statusBody(reference, amount, page);
    const wire = await this.client.post({ mode, path: 'transactionstatus', body, headers });
    const isPageOver = this.ageMs(askedAt) >= PAGE_LIFE_MS + MARGIN_MS;
    const reading = readStatus(wire, { mode, orderId: orderIdOf(reference), amount, isPageOver });
    return this.conclude(reading, mode, OPERATIONS.status, reference, wire);
  }

  async payerPage({ reference }: PayerPageRequest): Promise<string | null> {
    const requested = await this.pages.find(NAME, reference);
    return requested?.page && this.ageMs(requested.askedAt) < PAGE_LIFE_MS ? requested.page.url : null;
  }

  /** A notice names its token and nothing that leads to the payment without it (§A4). */
  readCallback({ notif_token: token }: Readonly<Record<string, unknown>>): string[] {
    return isToken(token) ? [token] : [];
  }

  referencesOf(mentions: readonly string[]): Promise<string[]> {
    return this.pages.references(NAME, mentions);
  }

  private async repeated(reference: string): Promise<Answered> {
    const requested = await this.pages.find(NAME, reference);
    if (requested?.page)
      return unasked(OPERATIONS.create, reference, { state: 'accepted' }, 'the page was given before');
    return this.withoutPage(OPERATIONS.create, reference, requested);
  }

  /** Either a call is under way still, or its answer was lost: then nobody knows the page, and nobody can pay on it. */
  private withoutPage(operation: string, reference: string, requested: RequestedPage | null): Answered {
    if (!requested || this.ageMs(requested.askedAt) < this.client.callMs) {
      return unasked(operation, reference, PENDING, 'the page is being asked for');
    }
    const message = 'The address of the page was lost';
    return unasked(operation, reference, { state: 'declined', reason: 'expired', message }, 'the page was lost');
  }

  private ageMs(since: Date): number {
    return this.clock.now().getTime() - since.getTime();
  }

  private conclude(reading: Reading, mode: Mode, operation: string, reference: string, wire: WireAnswer): Answered {
    const { answer, alert } = reading;
    this.client.meter.count(mode, operation, answer.state, wire.durationMs);
    if (alert) this.logger[alert.level](`${operation} ${reference}: ${alert.text}`);
    return answered(reading, operation, reference, withoutTokens(wire));
  }
}

function unasked(operation: string, reference: string, answer: Answered['answer'], why: string): Answered {
  const body = `Orange was not asked: ${why}`;
  return { answer, exchange: { operation, reference, httpStatus: null, durationMs: 0, body } };
}
