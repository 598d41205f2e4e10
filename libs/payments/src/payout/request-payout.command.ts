import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, Money, type Currency, type Tenant } from '#kernel';
import { isOverdrawn } from '#ledger';
import { PayoutAccounts } from '#merchants';
import {
  CONFIG,
  Idempotency,
  Queues,
  UnitOfWork,
  type Config,
  type IdempotencyRequest,
  type Once,
  type Transaction,
} from '#platform';
import { CHECK_DUE } from '../due/check-due.job.js';
import { PayoutBooks } from './payout-books.service.js';
import { PayoutDestinations } from './payout-destinations.service.js';
import { Payout } from './payout.aggregate.js';
import { PayoutAccountUnusable, PayoutBelowMinimum } from './payout.errors.js';
import { payoutTimes } from './payout-times.js';
import type { PayoutView } from './payout-view.js';
import { planCheck } from '../due/due-check.js';

export interface PayoutRequest {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly description: string | null;
  /** A verified bank account in the currency; null for the default destination. */
  readonly bankAccountId: string | null;
  readonly actorId: string | null;
}

/**
 * Sends money of the balance to the merchant. It is held at once; the operator is called at the hand-over.
 * Throws PayoutBelowMinimum, PayoutAccountUnusable, PayoutDestinationMissing, InsufficientBalance. With an idempotency request it is safe
 * to repeat.
 */
export class RequestPayout extends Command<Once<PayoutView>> {
  constructor(
    readonly request: PayoutRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

type Recorder = (tx: Transaction, answer: PayoutView) => void;

const MINIMUM: Partial<Record<Currency, string>> = { XAF: '500', USD: '1' };

@CommandHandler(RequestPayout)
export class RequestPayoutHandler implements ICommandHandler<RequestPayout> {
  private readonly holidays: ReadonlySet<string>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly books: PayoutBooks,
    private readonly destinations: PayoutDestinations,
    private readonly accounts: PayoutAccounts,
    private readonly queues: Queues,
    private readonly clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.holidays = new Set(config.holidays);
  }

  async execute({ request, idempotency }: RequestPayout): Promise<Once<PayoutView>> {
    requireMinimum(request.amount);
    const once = await this.idempotency.once<PayoutView>(idempotency, (record) => this.make(request, record));
    const { handOverAt } = once.result;
    if (!once.replayed && Date.parse(handOverAt) <= this.clock.now().getTime()) this.queues.ring(CHECK_DUE);
    return once;
  }

  private async make(request: PayoutRequest, record: Recorder): Promise<PayoutView> {
    const payout = await this.payout(request);
    try {
      await this.unitOfWork.run(async (tx) => {
        await this.holdAccount(tx, payout);
        this.books.requested(tx, payout, request.actorId);
        tx.save(payout);
        planCheck(tx, 'payout', payout);
        record(tx, payout.view);
      });
    } catch (error) {
      // The default account was removed since it was looked up: the next destination takes its place.
      if (error instanceof PayoutAccountUnusable && request.bankAccountId === null) return this.make(request, record);
      throw isOverdrawn(error) ? await this.books.shortfall(request.tenant, request.amount) : error;
    }
    return payout.view;
  }

  private async payout(request: PayoutRequest): Promise<Payout> {
    const now = this.clock.now();
    const destination = await this.destinations.of(request);
    const times = payoutTimes(now, request.tenant.mode, destination.type, this.holidays);
    return Payout.request({ ...request, destination, times }, now);
  }

  /** From here on the account stays until the payout has ended; it may have been removed since it was looked up. */
  private async holdAccount(tx: Transaction, { bankAccountId }: Payout): Promise<void> {
    if (bankAccountId === null || (await this.accounts.take(tx, bankAccountId))) return;
    throw new PayoutAccountUnusable();
  }
}

function requireMinimum(amount: Money): void {
  const minimum = Money.of(MINIMUM[amount.currency] ?? '0', amount.currency);
  if (amount.lessThan(minimum)) throw new PayoutBelowMinimum(minimum);
}
