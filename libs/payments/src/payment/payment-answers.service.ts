import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, Money, uuidv7, doualaDay } from '#kernel';
import { MerchantTermsService, type MerchantTerms } from '#merchants';
import { Audit, CONFIG, Metrics, UnitOfWork, type Config, type Transaction } from '#platform';
import type { Answered, DeclineReason } from '#providers';
import { isPostedBefore } from '#ledger';
import { keepExchange } from '../provider-exchange.js';
import { availableAt } from '../settlement/availability.js';
import { isWhatWasAsked, type SettledAnswer } from '../settled-amount.js';
import { insertSettlement } from '../settlement/settlement-row.js';
import { PaymentBooks } from './payment-books.service.js';
import { Payment } from './payment.aggregate.js';
import { PaymentNotFound } from './payment.errors.js';
import type { PaymentFailure } from './payment-failure.js';
import type { PaymentView } from './payment-view.js';
import { planCheck } from '../due/due-check.js';

const HTTP_OK = 200;

/** What an operator's no means for a payment. */
const FAILURE_OF: Readonly<Record<DeclineReason, PaymentFailure>> = {
  insufficient_funds: 'insufficient_funds',
  payer_not_found: 'payer_not_found',
  payer_refused: 'payer_refused',
  limit_reached: 'limit_reached',
  expired: 'expired',
  cancelled_by_operator: 'payer_refused',
  operator_refused: 'operator_refused',
};

/** The one place where an operator's answer becomes the state of a payment, with its money, under the lock of its row. */
@Injectable()
export class PaymentAnswers {
  private readonly logger = new Logger('Payments');
  private readonly holidays: ReadonlySet<string>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly terms: MerchantTermsService,
    private readonly books: PaymentBooks,
    private readonly audit: Audit,
    private readonly metrics: Metrics,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.holidays = new Set(config.holidays);
  }

  /**
   * Records an answer. Safe to repeat and to race: whoever comes second finds the payment settled and changes nothing.
   * `alongside` writes more into the same transaction. Throws PaymentNotFound.
   */
  async record(
    paymentId: string,
    organizationId: string,
    answered: Answered,
    alongside?: (tx: Transaction, payment: Payment) => void,
  ): Promise<PaymentView> {
    const terms = await this.terms.of(organizationId);
    try {
      return await this.unitOfWork.run((tx) => this.apply(tx, paymentId, answered, terms, alongside));
    } catch (error) {
      // The ledger remembers a settlement even where the payment's row forgot it: never post it twice.
      if (isPostedBefore(error)) this.logger.error(`payment ${paymentId} was posted before and is not posted again`);
      throw error;
    }
  }

  private async apply(
    tx: Transaction,
    paymentId: string,
    { answer, exchange }: Answered,
    terms: MerchantTerms,
    alongside?: (tx: Transaction, payment: Payment) => void,
  ): Promise<PaymentView> {
    const payment = await tx.load(Payment, { id: paymentId });
    if (!payment) throw new PaymentNotFound();
    const now = this.clock.now();
    const before = payment.status;
    this.take(tx, payment, { answer, exchange }, terms, now);
    // The operator had its chance to say that the money was paid: only now may the deadline end it.
    if (payment.isOpen && payment.expiresAt <= now && answer.state !== 'settled') payment.expire(now);
    payment.checked(now);
    keepExchange(tx, payment, exchange, now);
    tx.save(payment);
    planCheck(tx, 'payment', payment);
    alongside?.(tx, payment);
    if (payment.status !== before) this.note(tx, payment);
    return payment.view;
  }

  private note(tx: Transaction, { id: recordId, organizationId, status }: Payment): void {
    const action = `payment.${status === 'settled' ? 'completed' : status}`;
    this.audit.record(tx, { action, organizationId, actorId: null, recordId });
    tx.onCommit(() => this.metrics.paymentsTotal.inc({ state: status }));
  }

  private take(tx: Transaction, payment: Payment, answered: Answered, terms: MerchantTerms, now: Date): void {
    const { answer, exchange } = answered;
    switch (answer.state) {
      case 'accepted':
        payment.accept(now);
        return;
      case 'pending':
        // Without an answer of the operator it is not known whether it has the payment.
        if (exchange.httpStatus === HTTP_OK) payment.accept(now);
        return;
      case 'settled':
        this.settle(tx, payment, answer, terms, now);
        return;
      case 'declined':
        payment.fail(FAILURE_OF[answer.reason], now);
        return;
      case 'unavailable':
        // Certainly not with the operator. Once it was accepted, an outage says nothing about the payment.
        if (!payment.acceptedAt) payment.fail('operator_unavailable', now);
        return;
      case 'unknown_reference':
        return;
    }
  }

  private settle(tx: Transaction, payment: Payment, answer: SettledAnswer, terms: MerchantTerms, now: Date): void {
    const asked = Money.of(payment.providerAmount, payment.providerCurrency);
    if (!isWhatWasAsked(answer, asked, `payment ${payment.id}`, this.logger)) return;
    const releaseAt = answer.availableAtOnce ? now : availableAt(now, terms.settlementDelayDays, this.holidays);
    const news = payment.settle(
      { feePercent: terms.feePercent, availableAt: releaseAt },
      answer.operatorTransactionId,
      now,
    );
    if (!news) return;
    const settlementId = answer.availableAtOnce ? uuidv7(now) : null;
    this.books.settled(tx, payment, settlementId, now);
    if (settlementId) this.releaseAtOnce(tx, payment, settlementId, now);
    if (answer.dispute) payment.dispute(answer.dispute.reason, answer.dispute.amount, now);
  }

  private releaseAtOnce(tx: Transaction, payment: Payment, settlementId: string, now: Date): void {
    payment.release(settlementId, now);
    const { tenant, money: gross, net: amount } = payment;
    const settlement = { id: settlementId, tenant, day: doualaDay(now), amount, gross, fees: payment.read('fee') };
    insertSettlement(tx, { ...settlement, payments: 1 }, now);
  }
}
