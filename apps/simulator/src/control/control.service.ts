import { Injectable, NotFoundException } from '@nestjs/common';
import { BooksService } from '../books/books.service.js';
import type { StatementEntry, StatementFilter, StatementTotal } from '../books/statement.js';
import { CallbackDeliveryService, type CallbackRecord } from '../callbacks/callback-delivery.service.js';
import { FaultsService, type OperatorFaults } from '../faults/faults.service.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { OutcomeOverridesService, type OutcomeOverride } from '../transactions/outcome-overrides.service.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { TransactionsService, type HandsetDecision } from '../transactions/transactions.service.js';

export interface AccountBalance {
  readonly account: string;
  readonly currency: string;
  readonly balance: string;
}

export interface StatementView {
  readonly balances: AccountBalance[];
  /** Over everything that the filter lets through, also beyond the page. */
  readonly totals: StatementTotal[];
  readonly entries: StatementEntry[];
}

export interface StatementPage {
  /** Sequence number after which the entries begin. */
  readonly after?: number;
  readonly limit?: number;
}

export interface TransactionFilter {
  readonly account?: string;
  readonly kind?: string;
  readonly status?: string;
  readonly reference?: string;
  readonly externalId?: string;
  readonly counterparty?: string;
}

/** Everything that can be seen and steered from outside, for the HTTP control API and for tests in the same process. */
@Injectable()
export class ControlService {
  constructor(
    private readonly simulatedClock: SimulatedClock,
    private readonly books: BooksService,
    private readonly faultsService: FaultsService,
    private readonly overrides: OutcomeOverridesService,
    private readonly transactionsService: TransactionsService,
    private readonly delivery: CallbackDeliveryService,
    private readonly registry: OperatorRegistry,
  ) {}

  operators(): { id: string; name: string }[] {
    return this.registry.all().map(({ id, name }) => ({ id, name }));
  }

  faults(operator: string): OperatorFaults {
    return this.faultsService.of(this.registry.get(operator).id);
  }

  /** Replaces all faults: what is left out goes back to normal. Safe to repeat. */
  setFaults(operator: string, faults: Partial<OperatorFaults>): OperatorFaults {
    return this.faultsService.replace(this.registry.get(operator).id, faults);
  }

  /** How many tokens were out. Safe to repeat. */
  expireTokens(operator: string): number {
    return this.registry.get(operator).expireTokens();
  }

  outcomes(operator: string): OutcomeOverride[] {
    return this.overrides.list(this.registry.get(operator).id);
  }

  /**
   * Chooses the outcome of all payments of a number, or of one reference. A pending transaction of that reference takes
   * its new course from now on; one that has ended is a conflict. Safe to repeat.
   */
  setOutcome(operator: string, override: OutcomeOverride): void {
    const existing = override.subject === 'reference' ? this.find(operator, override.value) : undefined;
    if (existing) this.transactionsService.replan(existing, override.outcome);
    else this.overrides.set(this.registry.get(operator).id, override);
  }

  /** Safe to repeat. */
  removeOutcome(operator: string, subject: OutcomeOverride['subject'], value: string): void {
    this.overrides.remove(this.registry.get(operator).id, subject, value);
  }

  clock(): { now: string; offsetMs: number } {
    return { now: this.simulatedClock.nowIso(), offsetMs: this.simulatedClock.offsetMs };
  }

  /** Moves every delay, token and date at once. Safe to repeat. */
  setClockOffset(offsetMs: number): void {
    this.simulatedClock.setOffset(offsetMs);
  }

  balances(operator: string): AccountBalance[] {
    const { id, accounts } = this.registry.get(operator);
    return accounts.map(({ account, currency }) => ({
      account,
      currency,
      balance: this.books.balance(id, account, currency),
    }));
  }

  statement(operator: string, filter: StatementFilter = {}, page: StatementPage = {}): StatementView {
    const { entries, totals } = this.books.statement({ ...filter, operator: this.registry.get(operator).id });
    const { after = 0, limit = Infinity } = page;
    const shown = entries.filter((entry) => entry.sequence > after).slice(0, limit);
    return { balances: this.balances(operator), totals, entries: shown };
  }

  /** Newest first. */
  transactions(operator: string, filter: TransactionFilter = {}, limit = Infinity): SimulatedTransaction[] {
    const { id } = this.registry.get(operator);
    const { counterparty, ...exact } = filter;
    const wanted = Object.entries(exact).filter(([, value]) => value !== undefined);
    return this.transactionsService
      .all()
      .filter((transaction) => transaction.operator === id)
      .filter((transaction) => counterparty === undefined || transaction.counterparty?.id === counterparty)
      .filter((transaction) => wanted.every(([field, value]) => transaction[field as keyof typeof exact] === value))
      .reverse()
      .slice(0, limit);
  }

  /** Payments that wait for a person, oldest first. */
  prompts(operator: string): SimulatedTransaction[] {
    return this.transactionsService
      .pending()
      .filter((transaction) => transaction.operator === operator && transaction.plan.settles === 'on-handset');
  }

  /** @throws NotFoundException for a reference that the operator does not have. */
  transaction(operator: string, reference: string): SimulatedTransaction {
    const transaction = this.find(operator, reference);
    if (!transaction) throw new NotFoundException(`There is no transaction ${reference}.`);
    return transaction;
  }

  /** What a person does on the handset; works on every pending transaction. One that has ended is a conflict. */
  decide(operator: string, reference: string, decision: HandsetDecision): SimulatedTransaction {
    return this.transactionsService.decide(this.transaction(operator, reference), decision);
  }

  /** The latest callback attempts, oldest first. */
  callbacks(operator: string): CallbackRecord[] {
    return this.delivery.recent(this.registry.get(operator).id);
  }

  /** Forgets all transactions, books, users, faults and the clock's offset. Safe to repeat. */
  reset(): void {
    this.transactionsService.forgetAll();
    this.delivery.clear();
    for (const operator of this.registry.all()) operator.expireTokens();
  }

  private find(operator: string, reference: string): SimulatedTransaction | undefined {
    const { id, accounts } = this.registry.get(operator);
    for (const { account } of accounts) {
      const transaction = this.transactionsService.find({ operator: id, account, reference });
      if (transaction) return transaction;
    }
    return undefined;
  }
}
