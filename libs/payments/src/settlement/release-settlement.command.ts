import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, doualaDay, Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { credit, debit, Ledger } from '#ledger';
import { UnitOfWork, type Transaction } from '#platform';
import { INSERT_SETTLEMENT } from './settlement-row.js';

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

const BATCH = 1000;
const LOCK_DUE = `SELECT id, pending_net FROM payments
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
    const { organizationId, mode } = tenant;
    const due = await tx.query<{ id: string; pending_net: string }>(LOCK_DUE, [organizationId, mode, currency, now]);
    if (due.length === 0) return false;
    const funds = await this.ledger.lockMerchantFunds(tx, tenant, currency);
    const net = due.reduce((sum, row) => sum.plus(Money.of(row.pending_net, currency)), Money.zero(currency));
    // Refunds of other payments may have been taken from pending: it never releases more than it holds.
    const zero = Money.zero(currency);
    const held = funds.pending.isNegative() ? zero : funds.pending;
    const amount = net.greaterThan(held) ? held : net;
    const settlementId = uuidv7(now);
    this.ledger.post(tx, {
      tenant,
      cause: { type: 'settlement', id: settlementId, step: 'released' },
      postedAt: now,
      postings: [debit('merchant.pending', amount), credit('merchant.available', amount)],
    });
    tx.write(MARK_RELEASED, [due.map((row) => row.id), now, settlementId]);
    tx.write(INSERT_SETTLEMENT, [
      settlementId,
      organizationId,
      mode,
      currency,
      doualaDay(now),
      amount.toDecimal(),
      due.length,
      now,
    ]);
    return due.length === BATCH;
  }
}
