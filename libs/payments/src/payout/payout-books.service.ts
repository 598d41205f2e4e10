import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Money, type Tenant } from '#kernel';
import { credit, debit, GetBalance, InsufficientBalance, Ledger, providerAccount, Statement } from '#ledger';
import { PayoutAccounts } from '#merchants';
import { Audit, type Transaction } from '#platform';
import type { Payout } from './payout.aggregate.js';

/** The postings and statement lines of payouts (money.md, "Postings"), and what their end lets go. */
@Injectable()
export class PayoutBooks {
  constructor(
    private readonly ledger: Ledger,
    private readonly statement: Statement,
    private readonly accounts: PayoutAccounts,
    private readonly audit: Audit,
    private readonly queries: QueryBus,
  ) {}

  /** Holds the money. The flush fails where the balance does not cover it: the guard is on the balance's own row. */
  requested(tx: Transaction, payout: Payout, actorId: string | null): void {
    const { tenant, money, createdAt } = payout;
    this.ledger.post(tx, {
      tenant,
      cause: { type: 'payout', id: payout.id, step: 'requested' },
      postedAt: createdAt,
      postings: [debit('merchant.available', money), credit('merchant.reserved', money)],
    });
    this.statement.add(tx, tenant, createdAt, {
      type: 'payout',
      direction: 'debit',
      amount: money,
      status: 'pending',
      description: `Payout: ${payout.description || payout.destinationLabel}`,
      payoutId: payout.id,
    });
    this.note(tx, payout, 'payout.requested', actorId);
  }

  processing(tx: Transaction, payout: Payout, now: Date): void {
    this.statement.follow(tx, 'payoutId', payout.id, 'processing', now);
  }

  completed(tx: Transaction, payout: Payout, now: Date): void {
    this.ledger.post(tx, {
      tenant: payout.tenant,
      cause: { type: 'payout', id: payout.id, step: 'completed' },
      postedAt: now,
      postings: [
        debit('merchant.reserved', payout.money),
        credit(providerAccount(payout.provider ?? 'bank'), payout.money),
      ],
    });
    this.statement.follow(tx, 'payoutId', payout.id, 'completed', now);
    this.letAccountGo(tx, payout);
    this.note(tx, payout, 'payout.completed', null);
  }

  failed(tx: Transaction, payout: Payout, now: Date): void {
    this.ledger.post(tx, {
      tenant: payout.tenant,
      cause: { type: 'payout', id: payout.id, step: 'failed' },
      postedAt: now,
      postings: [debit('merchant.reserved', payout.money), credit('merchant.available', payout.money)],
    });
    this.statement.follow(tx, 'payoutId', payout.id, 'failed', now);
    this.letAccountGo(tx, payout);
    this.note(tx, payout, 'payout.failed', null);
  }

  /** What to answer when the balance did not cover a payout: the figures as they are now. */
  async shortfall(tenant: Tenant, required: Money): Promise<InsufficientBalance> {
    const { currency } = required;
    const balance = await this.queries.execute(new GetBalance(tenant, currency));
    const funds = { available: Money.of(balance.available, currency), pending: Money.of(balance.pending, currency) };
    return new InsufficientBalance(funds, required);
  }

  private letAccountGo(tx: Transaction, { bankAccountId }: Payout): void {
    if (bankAccountId !== null) this.accounts.giveBack(tx, bankAccountId);
  }

  private note(tx: Transaction, payout: Payout, action: string, actorId: string | null): void {
    this.audit.record(tx, { action, organizationId: payout.organizationId, actorId, recordId: payout.id });
  }
}
