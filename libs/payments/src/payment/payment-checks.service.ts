import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform';
import type { Answered } from '#providers';
import { PaymentAnswers } from './payment-answers.service.js';
import { PaymentSubmission } from './payment-submission.service.js';
import { PaymentNotFound } from './payment.errors.js';
import { PAYMENT_VIEW_COLUMNS, paymentView, type PaymentView } from './payment-view.js';

/** Readers may ask as often as they like; the operator is asked at most this often about one payment. */
export const CHECK_GAP_MS = 5000;
/** What is on its way to the operator may not be known there yet; after this long it is missing. */
export const SUBMISSION_GRACE_MS = 10_000;

const READ = `SELECT ${PAYMENT_VIEW_COLUMNS} FROM payments WHERE id = $1`;
// Whoever moves last_checked_at forward may ask; everybody else reads.
const CLAIM = `UPDATE payments SET last_checked_at = $2
  WHERE id = $1 AND status <> 'settled' AND (last_checked_at IS NULL OR last_checked_at <= $3) RETURNING ${PAYMENT_VIEW_COLUMNS}`;

// The first call may still wait for a token or a circuit and find out later that it was never sent: from here on that says
// nothing any more. One that has said so before has ended the payment, and then nobody may be asked to pay it.
const SET_OUT = `UPDATE payments SET accepted_at = coalesce(accepted_at, $2) WHERE id = $1 AND status = 'pending' RETURNING id`;

/** Asks the operator how a payment stands and records what it says. */
@Injectable()
export class PaymentChecks {
  constructor(
    private readonly database: Database,
    private readonly submission: PaymentSubmission,
    private readonly answers: PaymentAnswers,
    private readonly clock: Clock,
  ) {}

  /**
   * The payment after asking the operator, or as it is when it is settled or was asked after a moment ago. An operator
   * that cannot be reached changes nothing. `at once` asks in any case: before a decision, or when a job has its turn.
   */
  async check(paymentId: string, when: 'at once' | 'if due'): Promise<PaymentView> {
    const payment = when === 'if due' ? await this.claim(paymentId) : await this.read(paymentId);
    if (!payment) return this.read(paymentId);
    if (payment.status === 'settled') return payment;
    const answered = await this.ask(payment);
    return this.answers.record(paymentId, payment.organizationId, answered);
  }

  private async ask(payment: PaymentView): Promise<Answered> {
    const asked = await this.submission.ask(payment);
    if (!this.isMissing(payment, asked) || !(await this.setOut(payment))) return asked;
    const submitted = await this.submission.submit(payment);
    // An earlier call may have arrived after all: one that did not reach the operator this time says nothing of it.
    return submitted.answer.state === 'unavailable' ? { ...submitted, answer: asked.answer } : submitted;
  }

  /**
   * The process died before the call, the call was lost, or the operator forgot what it had taken: the payment is
   * submitted again under the same reference, which the operator takes once.
   */
  private isMissing(payment: PaymentView, { answer }: Answered): boolean {
    const now = this.clock.now().getTime();
    return (
      answer.state === 'unknown_reference' &&
      payment.status === 'pending' &&
      Date.parse(payment.expiresAt) > now &&
      Date.parse(payment.createdAt) + SUBMISSION_GRACE_MS <= now
    );
  }

  private async setOut({ id }: PaymentView): Promise<boolean> {
    return (await this.database.first(SET_OUT, [id, this.clock.now()])) !== null;
  }

  private async claim(paymentId: string): Promise<PaymentView | null> {
    const now = this.clock.now();
    return this.database
      .first<PaymentView>(CLAIM, [paymentId, now, new Date(now.getTime() - CHECK_GAP_MS)])
      .then(dated);
  }

  private async read(paymentId: string): Promise<PaymentView> {
    const row = await this.database.first<PaymentView>(READ, [paymentId]).then(dated);
    if (!row) throw new PaymentNotFound();
    return row;
  }
}

const dated = (row: PaymentView | null): PaymentView | null => row && paymentView(row);
