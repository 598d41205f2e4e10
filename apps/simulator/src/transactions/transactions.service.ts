import { ConflictException, Inject, Injectable } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import { CallbacksService } from '../callbacks/callbacks.service.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import { paymentOutcome, payoutOutcome, type FailureCause, type OutcomeKey } from '../outcomes.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { StateStore } from '../state/state-store.js';
import { paymentPlan, payoutPlan, refundPlan, type PlanContext } from './settlement-plan.js';
import {
  keyOf,
  type SettlementPlan,
  type SimulatedTransaction,
  type TransactionAddress,
  type TransactionDraft,
} from './transaction.js';

/** What a person does with a prompt on the handset. */
export const HANDSET_DECISIONS = ['approve', 'refuse', 'lapse'] as const;
export type HandsetDecision = (typeof HANDSET_DECISIONS)[number];

const DECISION_FAILURE: Readonly<Record<HandsetDecision, FailureCause | null>> = {
  approve: null,
  refuse: 'payer-refused',
  lapse: 'expired',
};

/**
 * The life of every transaction at every operator: taken as pending, ended exactly once by its plan, a person or the
 * control API. Each step is synchronous, so two requests never both end the same transaction.
 */
@Injectable()
export class TransactionsService {
  constructor(
    private readonly state: StateStore,
    private readonly clock: SimulatedClock,
    private readonly books: BooksService,
    private readonly callbacks: CallbacksService,
    private readonly operators: OperatorRegistry,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {}

  /** Takes up what was pending when the process last ended. Called once the port is ours, before that nothing moves. */
  resume(): void {
    for (const transaction of this.state.pending()) this.scheduleEnd(transaction);
  }

  /** What a plan that is made now is measured from. */
  planContext(operator: string): PlanContext {
    return {
      nowMs: this.clock.nowMs(),
      approveAfterMs: this.settings.approveAfterMs,
      failureCodes: this.operators.get(operator).failureCodes,
    };
  }

  find(address: TransactionAddress): SimulatedTransaction | undefined {
    return this.state.find(address);
  }

  /** Oldest first. */
  all(): SimulatedTransaction[] {
    return this.state.all();
  }

  /** Oldest first. */
  pending(): SimulatedTransaction[] {
    return this.state.pending();
  }

  /** Together with everything else that the store holds, and what was still to happen. Safe to repeat. */
  forgetAll(): void {
    this.clock.cancelAll();
    this.state.clear();
  }

  /** What was given back of a payment, or was to be; oldest first. */
  refunds(original: TransactionAddress): SimulatedTransaction[] {
    return this.state.refundsOf(original);
  }

  /** Not safe to repeat: the caller has made sure that the reference is free. */
  open(draft: TransactionDraft): SimulatedTransaction {
    const transaction: SimulatedTransaction = {
      ...draft,
      status: 'pending',
      failureCode: null,
      financialTransactionId: null,
      createdAt: this.clock.nowIso(),
      finishedAt: null,
    };
    this.state.saveTransaction(transaction);
    this.scheduleEnd(transaction);
    this.callbacks.foretell(transaction);
    return transaction;
  }

  /**
   * A status query: the transaction as the operator tells it now. A query is an event of its own, some plans end at it.
   * @param callerClosed the caller has cancelled the payment on its side or let it expire.
   */
  query(address: TransactionAddress, callerClosed: boolean): SimulatedTransaction | undefined {
    const transaction = this.state.find(address);
    if (transaction?.status !== 'pending') return transaction;
    const { settles, dueAtMs } = transaction.plan;
    const ends =
      settles === 'at-first-query' ||
      (settles === 'once-closed' && callerClosed) ||
      (dueAtMs !== null && dueAtMs <= this.clock.nowMs());
    return ends ? this.end(transaction, transaction.plan.failureCode) : transaction;
  }

  /** @throws ConflictException when the transaction has ended before. */
  decide(transaction: SimulatedTransaction, decision: HandsetDecision): SimulatedTransaction {
    const failure = DECISION_FAILURE[decision];
    return this.end(requirePending(transaction), failure && this.codeOf(transaction, failure));
  }

  /** @throws ConflictException when the transaction has ended before. */
  replan(transaction: SimulatedTransaction, outcome: OutcomeKey): SimulatedTransaction {
    const next = { ...requirePending(transaction), plan: this.planFor(transaction, outcome) };
    this.state.saveTransaction(next);
    this.clock.cancel(endKey(transaction));
    this.scheduleEnd(next);
    return next;
  }

  private planFor(transaction: SimulatedTransaction, outcome: OutcomeKey): SettlementPlan {
    const context = this.planContext(transaction.operator);
    switch (transaction.kind) {
      case 'collection':
        return paymentPlan(paymentOutcome(outcome), context);
      case 'transfer':
        return payoutPlan(payoutOutcome(outcome), context);
      case 'refund':
        return refundPlan(paymentOutcome(outcome).refunds, 0, context);
    }
  }

  private scheduleEnd(transaction: SimulatedTransaction): void {
    const { dueAtMs } = transaction.plan;
    if (dueAtMs === null) return;
    this.clock.at(endKey(transaction), dueAtMs, () => {
      const current = this.state.find(transaction);
      if (current?.status === 'pending') this.end(current, current.plan.failureCode);
    });
  }

  private end(transaction: SimulatedTransaction, failureCode: string | null): SimulatedTransaction {
    const objection = failureCode === null ? this.books.objectionTo(transaction) : null;
    const finalCode = objection === null ? failureCode : this.codeOf(transaction, objection);
    const finishedAt = this.clock.nowIso();
    const entry = finalCode === null ? this.books.entryFor(transaction, finishedAt) : undefined;
    const ended: SimulatedTransaction = {
      ...transaction,
      status: finalCode === null ? 'succeeded' : 'failed',
      failureCode: finalCode,
      financialTransactionId: entry?.financialTransactionId ?? null,
      finishedAt,
    };
    this.state.saveTransaction(ended, entry);
    this.clock.cancel(endKey(transaction));
    this.callbacks.announce(ended);
    return ended;
  }

  private codeOf(transaction: SimulatedTransaction, cause: FailureCause): string {
    return this.operators.get(transaction.operator).failureCodes[cause];
  }
}

function requirePending(transaction: SimulatedTransaction): SimulatedTransaction {
  if (transaction.status !== 'pending') throw new ConflictException('The transaction has already ended.');
  return transaction;
}

function endKey(address: TransactionAddress): string {
  return `end/${keyOf(address)}`;
}
