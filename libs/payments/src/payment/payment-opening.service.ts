import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import {
  CONFIG,
  Idempotency,
  IdempotencyInProgress,
  UnitOfWork,
  type Config,
  type IdempotencyRequest,
  type RecordedCall,
} from '#platform';
import type { Answered } from '#providers';
import { keepExchange } from '../provider-exchange.js';
import { PaymentAnswers } from './payment-answers.service.js';
import { PaymentChecks } from './payment-checks.service.js';
import { PaymentSubmission } from './payment-submission.service.js';
import type { PaymentView } from './payment-view.js';

const MARK_ACCEPTED =
  'UPDATE payments SET accepted_at = coalesce(accepted_at, $2), updated_at = greatest(updated_at, $2) WHERE id = $1';
/** Added to the operator's time-out before a call without an answer counts as dead. */
const GRACE_MS = 5000;

/** The answer that is kept for a repeat; `known` is what the call that died had kept of it. */
type Answer<T> = (payment: PaymentView, known?: unknown) => T;
const thePayment: Answer<PaymentView> = (payment) => payment;

/** The first call to the operator, between the two transactions of a new payment. */
@Injectable()
export class PaymentOpening {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly submission: PaymentSubmission,
    private readonly answers: PaymentAnswers,
    private readonly checks: PaymentChecks,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks the operator and records its answer together with the answer of the idempotency key. */
  async open(
    payment: PaymentView,
    idempotency: IdempotencyRequest | null,
    answerOf: Answer<object> = thePayment,
  ): Promise<PaymentView> {
    const answered = await this.submission.submit(payment);
    const { state } = answered.answer;
    if (state === 'accepted' || state === 'pending') {
      return this.markOpen(payment, answered, idempotency && { request: idempotency, answer: answerOf(payment) });
    }
    return this.answers.record(payment.id, payment.organizationId, answered, (tx, recorded) => {
      if (idempotency) this.idempotency.answer(tx, idempotency, answerOf(recorded.view));
    });
  }

  /**
   * Answers a repeat of a call. One that died between the operator and its answer is finished here: the operator is
   * asked, and what the payment has become is the answer. Throws IdempotencyInProgress while the first call may run.
   */
  resume(call: RecordedCall, idempotency: IdempotencyRequest): Promise<PaymentView>;
  resume<T extends object>(call: RecordedCall, idempotency: IdempotencyRequest, answerOf: Answer<T>): Promise<T>;
  async resume(
    call: RecordedCall,
    idempotency: IdempotencyRequest,
    answerOf: Answer<object> = thePayment,
  ): Promise<object> {
    if (call.answered) return call.answer as object;
    const mayRunMs = this.config.operatorTimeoutMs + GRACE_MS;
    const dead = this.clock.now().getTime() - call.startedAt.getTime() > mayRunMs;
    if (!dead || !call.resourceId) throw new IdempotencyInProgress();
    const answer = answerOf(await this.checks.check(call.resourceId, 'at once'), call.answer);
    await this.unitOfWork.run((tx) => {
      this.idempotency.answer(tx, idempotency, answer);
      return Promise.resolve();
    });
    return answer;
  }

  /**
   * The usual case, and the hot one: the operator has it. The payment is not loaded for that; a callback may have
   * settled it meanwhile, which this statement leaves alone.
   */
  private async markOpen(
    payment: PaymentView,
    answered: Answered,
    kept: { readonly request: IdempotencyRequest; readonly answer: object } | null,
  ): Promise<PaymentView> {
    const now = this.clock.now();
    await this.unitOfWork.run((tx) => {
      // A lost answer leaves open whether the operator has it: the first check finds out and submits again if not.
      if (answered.answer.state === 'accepted') tx.write(MARK_ACCEPTED, [payment.id, now]);
      keepExchange(tx, payment, answered.exchange, now);
      if (kept) this.idempotency.answer(tx, kept.request, kept.answer);
      return Promise.resolve();
    });
    return payment;
  }
}
