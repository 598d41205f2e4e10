import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { credit, debit, Ledger, type Journal } from '#ledger';
import { UnitOfWork, type Transaction } from '#platform';
import { insertSettlement, type SettlementRow } from './settlement-row.js';

/**
 * Moves the net of payments whose delay is over from pending to available, up to a thousand at a time. Resolves to
 * whether there may be more. Safe to repeat and to race: the payments are locked, and released ones are not due.
 */
export class ReleaseSettlement extends Command<boolean> {
  constructor(
    readonly tenant: Tenant,
    readonly currency: Currency,
  ) {
    super();
  }
}

interface DuePayment {
  readonly id: string;
  readonly amount: string;
  readonly fee: string;
  readonly pendingNet: string;
  readonly availableAt: Date;
}

const BATCH = 1000;
const LOCK_DUE = `SELECT id, amount, fee, pending_net AS "pendingNet", available_at AS "availableAt" FROM payments
  WHERE organization_id = $1 AND mode = $2 AND currency = $3 AND released_at IS NULL AND available_at <= $4
  ORDER BY id LIMIT ${BATCH} FOR UPDATE`;
const MARK_RELEASED = `UPDATE payments SET released_at = $2, pending_net = 0, settlement_id = $3, updated_at = $2
  WHERE id = ANY($1::uuid[])`;

@CommandHandler(ReleaseSettlement)
export class ReleaseSettlementHandler implements ICommandHandler<ReleaseSettlement> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: Ledger,
    private readonly clock: Clock,
  ) {}

  execute({ tenant, currency }: ReleaseSettlement): Promise<boolean> {
    return this.unitOfWork.run((tx) => this.release(tx, tenant, currency));
  }

  private async release(tx: Transaction, tenant: Tenant, currency: Currency): Promise<boolean> {
    const now = this.clock.now();
    const due = await tx.query<DuePayment>(LOCK_DUE, [tenant.organizationId, tenant.mode, currency, now]);
    if (due.length === 0) return false;
    const { pending } = await this.ledger.lockMerchantFunds(tx, tenant, currency);
    // Refunds of other payments may have been taken from pending: it never releases more than it holds.
    let held = pending.isNegative() ? Money.zero(currency) : pending;
    const journals: Journal[] = [];
    for (const [day, payments] of byDay(due)) {
      const net = sum(payments, 'pendingNet', currency);
      const amount = net.greaterThan(held) ? held : net;
      held = held.minus(amount);
      const gross = sum(payments, 'amount', currency);
      const fees = sum(payments, 'fee', currency);
      const settlement = { id: uuidv7(now), tenant, day, amount, gross, fees, payments: payments.length };
      journals.push(released(settlement, now));
      tx.write(MARK_RELEASED, [payments.map(({ id }) => id), now, settlement.id]);
      insertSettlement(tx, settlement, now);
    }
    this.ledger.post(tx, ...journals);
    return due.length === BATCH;
  }
}

/** After an outage several days are due at once: each is a settlement of its own, as its merchant was told. */
function byDay(due: readonly DuePayment[]): [day: string, payments: DuePayment[]][] {
  const days = new Map<string, DuePayment[]>();
  for (const payment of due) {
    const day = doualaDay(payment.availableAt);
    const others = days.get(day);
    if (others) others.push(payment);
    else days.set(day, [payment]);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1));
}

const sum = (payments: readonly DuePayment[], field: 'amount' | 'fee' | 'pendingNet', currency: Currency): Money =>
  payments.reduce((total, payment) => total.plus(Money.of(payment[field], currency)), Money.zero(currency));

const released = ({ id, tenant, amount }: SettlementRow, now: Date): Journal => ({
  tenant,
  cause: { type: 'settlement', id, step: 'released' },
  postedAt: now,
  postings: [debit('merchant.pending', amount), credit('merchant.available', amount)],
});
