import { Injectable, Logger } from '@nestjs/common';
import { Clock, Money, Msisdn } from '#kernel';
import { Database, UnitOfWork, type Transaction } from '#platform';
import { Providers, type Answered, type ProviderAnswer } from '#providers';
import { CHECK_GAP_MS, SUBMISSION_GRACE_MS } from '../payment/payment-checks.service.js';
import { Payment } from '../payment/payment.aggregate.js';
import { keepExchange } from '../provider-exchange.js';
import { isWhatWasAsked } from '../settled-amount.js';
import { RefundBooks } from './refund-books.service.js';
import { Refund } from './refund.aggregate.js';
import { RefundNotFound } from './refund.errors.js';
import { REFUND_VIEW_COLUMNS, refundView, type RefundView } from './refund-view.js';
import { planCheck } from '../due/due-check.js';

interface Submittable {
  readonly providerAmount: string;
  readonly providerCurrency: Money['currency'];
  readonly collectionReference: string;
  readonly payerMsisdn: string;
}
type Readable = RefundView & Submittable;

const COLUMNS = `${REFUND_VIEW_COLUMNS}, provider_amount AS "providerAmount", provider_currency AS "providerCurrency",
  (SELECT provider_reference FROM payments WHERE payments.id = payment_id) AS "collectionReference",
  (SELECT payer_msisdn FROM payments WHERE payments.id = payment_id) AS "payerMsisdn"`;
const READ = `SELECT ${COLUMNS} FROM refunds WHERE id = $1`;
const CLAIM = `UPDATE refunds SET last_checked_at = $2
  WHERE id = $1 AND status IN ('pending', 'processing') AND (last_checked_at IS NULL OR last_checked_at <= $3)
  RETURNING ${COLUMNS}`;

/** Takes refunds to the operator, asks how they stand, and records what it says with its money. */
@Injectable()
export class RefundChecks {
  private readonly logger = new Logger('Refunds');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: Providers,
    private readonly books: RefundBooks,
    private readonly clock: Clock,
  ) {}

  /**
   * As PaymentChecks.check. A refund that the operator does not have yet, or has forgotten, is submitted; its reference
   * makes that safe to repeat.
   */
  async check(refundId: string, when: 'at once' | 'if due'): Promise<RefundView> {
    const refund = when === 'if due' ? await this.claim(refundId) : await this.read(refundId);
    if (!refund) return refundView(await this.read(refundId));
    if (refund.status !== 'pending' && refund.status !== 'processing') return refundView(refund);
    const asked = refund.status === 'pending' ? null : await this.ask(refund);
    const answered = asked && !this.isMissing(refund, asked) ? asked : await this.submit(refund);
    return this.unitOfWork.run((tx) => this.record(tx, refund, answered));
  }

  private submit(refund: Readable): Promise<Answered> {
    const operator = this.providers.with(refund.provider, refund.mode, 'refund');
    return operator.refund({
      mode: refund.mode,
      reference: refund.providerReference,
      externalId: refund.id,
      amount: Money.of(refund.providerAmount, refund.providerCurrency),
      collectionReference: refund.collectionReference,
      payer: Msisdn.parse(refund.payerMsisdn, 'CM'),
      message: refund.description ?? '',
    });
  }

  private ask(refund: Readable): Promise<Answered> {
    const operator = this.providers.with(refund.provider, refund.mode, 'refundStatus');
    return operator.refundStatus({
      mode: refund.mode,
      reference: refund.providerReference,
      currency: refund.providerCurrency,
    });
  }

  private isMissing({ updatedAt }: RefundView, { answer }: Answered): boolean {
    const takenAt = new Date(updatedAt).getTime();
    return answer.state === 'unknown_reference' && takenAt + SUBMISSION_GRACE_MS <= this.clock.now().getTime();
  }

  private async record(tx: Transaction, asked: Readable, { answer, exchange }: Answered): Promise<RefundView> {
    // Payment before refund: the order in which every command locks them.
    const payment = await tx.load(Payment, { id: asked.paymentId });
    const refund = await tx.load(Refund, { id: asked.id });
    if (!payment || !refund) throw new RefundNotFound();
    const now = this.clock.now();
    keepExchange(tx, refund, exchange, now);
    // The answer to an attempt that was given up meanwhile says nothing about the next one.
    if (refund.providerReference === asked.providerReference) await this.take(tx, payment, refund, answer, now);
    refund.checked(now);
    tx.save(payment);
    tx.save(refund);
    planCheck(tx, 'refund', refund);
    return refund.view;
  }

  private async take(
    tx: Transaction,
    payment: Payment,
    refund: Refund,
    answer: ProviderAnswer,
    now: Date,
  ): Promise<void> {
    switch (answer.state) {
      case 'accepted':
        if (refund.process(now)) this.books.processing(tx, refund, now);
        return;
      case 'settled':
        if (!isWhatWasAsked(answer, refund.collected, `refund ${refund.id}`, this.logger)) return;
        if (!refund.complete(now)) return;
        payment.refundCompleted(refund.money, now);
        this.books.completed(tx, refund, now);
        refund.tell('refund.completed', payment.view, now);
        return;
      case 'declined':
        if (!refund.fail(answer.reason, answer.message, now)) return;
        payment.refundFailed(refund.money, refund.fee, now);
        await this.books.failed(tx, payment, refund, now);
        refund.tell(refund.status === 'cancelled' ? 'refund.cancelled' : 'refund.failed', payment.view, now);
        return;
      case 'pending':
      case 'unavailable':
      case 'unknown_reference':
        return;
    }
  }

  private async claim(refundId: string): Promise<Readable | null> {
    const now = this.clock.now();
    return this.database.first<Readable>(CLAIM, [refundId, now, new Date(now.getTime() - CHECK_GAP_MS)]);
  }

  private async read(refundId: string): Promise<Readable> {
    const row = await this.database.first<Readable>(READ, [refundId]);
    if (!row) throw new RefundNotFound();
    return row;
  }
}
