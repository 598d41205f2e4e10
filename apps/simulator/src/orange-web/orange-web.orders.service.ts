import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ConnectionLostError } from '../faults/faults.errors.js';
import { FaultsService } from '../faults/faults.service.js';
import type { JsonObject } from '../http/json-body.js';
import { outcomeKeyOf, paymentOutcome } from '../outcomes.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { StateStore, type DocumentCollection } from '../state/state-store.js';
import { OutcomeOverridesService } from '../transactions/outcome-overrides.service.js';
import { paymentPlan } from '../transactions/settlement-plan.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { TransactionsService } from '../transactions/transactions.service.js';
import { accessDenied, noSuchTransaction, orderIdTaken, OrangeWebError } from './orange-web.errors.js';
import { MERCHANT_ACCOUNT } from './orange-web-operator.js';
import type { OrangeWebOrder } from './orange-web-order.js';
import { readOrder, readStatusRequest } from './orange-web.requests.js';
import { ORANGE_WEB, ORANGE_WEB_SANDBOX, type OrangeWebSettings } from './orange-web-settings.js';
import { NOTIF_TOKEN, presentStatus, TRANSACTION_ID } from './orange-web.statuses.js';

/** What a page shows: the order, and what came of it once somebody has confirmed. */
export interface OrangeWebPage {
  readonly payToken: string;
  readonly order: OrangeWebOrder;
  readonly transaction: SimulatedTransaction | undefined;
  /** Nobody can confirm any more. */
  readonly isOver: boolean;
}

/** Orders, what their payers do on the page, and how that stands (Orange page §A2 to §A4). */
@Injectable()
export class OrangeWebOrdersService {
  private readonly settings: OrangeWebSettings;
  private readonly orders: DocumentCollection<OrangeWebOrder>;
  private readonly payTokens: DocumentCollection<string>;

  constructor(
    private readonly transactions: TransactionsService,
    private readonly overrides: OutcomeOverridesService,
    private readonly faults: FaultsService,
    private readonly clock: SimulatedClock,
    state: StateStore,
    @Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings,
  ) {
    this.settings = settings.orangeWeb;
    this.orders = state.collection('orange-web/orders');
    this.payTokens = state.collection('orange-web/pay-tokens');
  }

  /**
   * @param pagesUrl where the caller reached us.
   * @throws OrangeWebError 1204 for an order id that was used before.
   */
  create(body: JsonObject, pagesUrl: string): object {
    if (body['merchant_key'] !== this.settings.merchantKey) throw accessDenied();
    const order = readOrder(body);
    if (this.payTokens.get(order.orderId) !== undefined) throw orderIdTaken();
    const { creations, refusalCode } = this.faults.of(ORANGE_WEB);
    if (creations === 'refused')
      throw new OrangeWebError(400, Number(refusalCode) || 1, refusalCode, 'As it was told to.');
    const payToken = randomBytes(32).toString('hex');
    const notifToken = randomBytes(16).toString('hex');
    if (creations !== 'vanishes') {
      this.payTokens.put(order.orderId, payToken);
      this.orders.put(payToken, { ...order, notifToken, createdAt: this.clock.nowIso(), confirmedLate: false });
    }
    if (creations === 'answer-lost') throw new ConnectionLostError('closed');
    return {
      status: 201,
      message: 'OK',
      pay_token: payToken,
      payment_url: this.addressOf(payToken, pagesUrl),
      notif_token: notifToken,
    };
  }

  /** @throws OrangeWebError 404 unless all three inputs are those of one order (§A2). */
  status(body: JsonObject, callerClosed: boolean): object {
    const { orderId, amount, payToken } = readStatusRequest(body);
    const order = this.orders.get(payToken);
    if (order?.orderId !== orderId || order.amount !== amount) throw noSuchTransaction();
    return presentStatus(order, this.transactions.query(addressOf(payToken), callerClosed));
  }

  page(payToken: string): OrangeWebPage | null {
    const order = this.orders.get(payToken);
    if (!order) return null;
    const isOver = Date.parse(order.createdAt) + this.settings.payTokenTtlSeconds * 1_000 <= this.clock.nowMs();
    return { payToken, order, transaction: this.transactions.find(addressOf(payToken)), isOver };
  }

  /** The page of an order, for whoever plays its payer without a browser. */
  pageOf(orderId: string): OrangeWebPage | null {
    return this.page(this.payTokens.get(orderId) ?? '');
  }

  addressOf(payToken: string, pagesUrl: string): string {
    return `${this.settings.pagesUrl ?? pagesUrl}/payment/pay_token/${payToken}`;
  }

  /**
   * The payer confirms with this number, whose last digits choose the outcome. A second time changes nothing.
   * @returns false while the wallet cannot be reached: nothing is recorded, and the payer may try again.
   * @throws ConnectionLostError for a confirmation that was taken.
   */
  confirm({ payToken, order, transaction, isOver }: OrangeWebPage, number: string): boolean {
    if (transaction) return true;
    if (isOver) {
      this.orders.put(payToken, { ...order, confirmedLate: true });
      return true;
    }
    const outcome = paymentOutcome(this.chosenFor(payToken, order.orderId, number) ?? outcomeKeyOf(number));
    if (outcome.submission === 'unreachable') return false;
    const context = this.transactions.planContext(ORANGE_WEB);
    const plan = paymentPlan(outcome, context);
    this.transactions.open({
      ...addressOf(payToken),
      kind: 'collection',
      amount: order.amount,
      currency: ORANGE_WEB_SANDBOX.currency,
      externalId: order.orderId,
      counterparty: { type: 'MSISDN', id: number },
      message: order.reference,
      original: null,
      callbackUrl: order.notifUrl,
      details: { [TRANSACTION_ID]: this.newTransactionId(), [NOTIF_TOKEN]: order.notifToken },
      plan: outcome.submission === 'refused' ? { ...plan, settles: 'at-first-query', dueAtMs: context.nowMs } : plan,
    });
    if (outcome.submission === 'answer-lost') throw new ConnectionLostError('closed');
    return true;
  }

  private chosenFor(payToken: string, orderId: string, number: string) {
    return (
      this.overrides.ofReference(ORANGE_WEB, payToken) ??
      this.overrides.ofReference(ORANGE_WEB, orderId) ??
      this.overrides.ofNumber(ORANGE_WEB, number)
    );
  }

  /** Such as MP250109.1412.A00123. */
  private newTransactionId(): string {
    const now = this.clock.nowIso();
    const date = now.slice(2, 10).replaceAll('-', '');
    return `MP${date}.${now.slice(11, 16).replace(':', '')}.A${String(randomInt(100_000)).padStart(5, '0')}`;
  }
}

const addressOf = (payToken: string) => ({ operator: ORANGE_WEB, account: MERCHANT_ACCOUNT, reference: payToken });
