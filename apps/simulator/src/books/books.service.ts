import { Inject, Injectable } from '@nestjs/common';
import { decimal, formatDecimal } from '../decimal.js';
import type { FailureCause } from '../outcomes.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { StateStore } from '../state/state-store.js';
import { keyOf, type SimulatedTransaction } from '../transactions/transaction.js';
import { totalsOf, type StatementEntry, type StatementFilter, type StatementTotal } from './statement.js';

/** Long enough ago that the ids derived from it look like an operator's (twelve digits). */
const FIRST_TRANSACTION_MS = Date.UTC(1990, 0, 1);

/** The operator's own bookkeeping: what every account holds and how it came to. Compared with the platform's ledger. */
@Injectable()
export class BooksService {
  private readonly openingBalance: bigint;
  private lastFinancialId = 0;

  constructor(
    private readonly state: StateStore,
    @Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings,
  ) {
    this.openingBalance = decimal(settings.openingBalance);
    for (const entry of state.statement.list({})) {
      this.lastFinancialId = Math.max(this.lastFinancialId, Number(entry.financialTransactionId));
    }
  }

  /** Major units, as decimal text. */
  balance(operator: string, account: string, currency: string): string {
    return formatDecimal(this.available(operator, account, currency));
  }

  statement(filter: StatementFilter): { entries: StatementEntry[]; totals: StatementTotal[] } {
    const entries = this.state.statement.list(filter);
    return { entries, totals: totalsOf(entries) };
  }

  /** Why the money cannot move now, or null. */
  objectionTo(transaction: SimulatedTransaction): FailureCause | null {
    if (transaction.kind === 'collection') return null;
    const amount = decimal(transaction.amount);
    if (transaction.kind === 'refund') {
      const original = transaction.original && this.state.find(transaction.original);
      if (!original) return 'original-not-found';
      if (original.status !== 'succeeded') return 'original-not-paid';
      const refunded = this.state.statement.refunded(keyOf(original));
      if (refunded + amount > decimal(original.amount)) return 'refund-exceeds-payment';
    }
    const { operator, account, currency } = transaction;
    return amount > this.available(operator, account, currency) ? 'not-enough-funds' : null;
  }

  /** The statement's next line for a transaction that succeeds at this simulated time; written by the caller. */
  entryFor(transaction: SimulatedTransaction, at: string): StatementEntry {
    const { operator, account, reference, kind, amount, currency, externalId, counterparty } = transaction;
    return {
      sequence: this.state.statement.length + 1,
      ...{ operator, account, reference, kind, amount, currency, externalId, counterparty },
      financialTransactionId: this.nextFinancialId(),
      at,
    };
  }

  /** Ascending, and not repeated after a reset either, because the platform remembers the ids from before. */
  private nextFinancialId(): string {
    this.lastFinancialId = Math.max(this.lastFinancialId + 1, Date.now() - FIRST_TRANSACTION_MS);
    return String(this.lastFinancialId);
  }

  private available(operator: string, account: string, currency: string): bigint {
    return this.openingBalance + this.state.statement.movement(operator, account, currency);
  }
}
