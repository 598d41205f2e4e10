import { Injectable, Logger } from '@nestjs/common';
import { Clock, Money, Msisdn } from '#kernel';
import { Database, UnitOfWork, type Transaction } from '#platform';
import { Providers, type Answered, type ProviderName } from '#providers';
import { SUBMISSION_GRACE_MS } from '../payment/payment-checks.service.js';
import { keepExchange } from '../provider-exchange.js';
import { isWhatWasAsked } from '../settled-amount.js';
import { PayoutBooks } from './payout-books.service.js';
import { Payout } from './payout.aggregate.js';
import { PayoutNotFound } from './payout.errors.js';
import { PAYOUT_VIEW_COLUMNS, payoutView, type PayoutView } from './payout-view.js';
import { planCheck } from '../due/due-check.js';

type Readable = PayoutView & { readonly destinationMsisdn: string | null };

const READ = `SELECT ${PAYOUT_VIEW_COLUMNS}, destination_msisdn AS "destinationMsisdn" FROM payouts WHERE id = $1`;

/** Hands payouts over to the operator, asks how they stand, and records what it says with its money. */
@Injectable()
export class PayoutChecks {
  private readonly logger = new Logger('Payouts');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly providers: Providers,
    private readonly books: PayoutBooks,
    private readonly clock: Clock,
  ) {}

  /**
   * One step forward: a payout whose time has come is handed over, one that is with the operator is asked after, and
   * one that the operator has forgotten is handed over again. Its reference makes handing over safe to repeat. An
   * operator that is away leaves it waiting. What a bank has to carry out is handed to staff, who say how it ended.
   */
  async check(payoutId: string): Promise<PayoutView> {
    const payout = await this.database.first<Readable>(READ, [payoutId]);
    if (!payout) throw new PayoutNotFound();
    const waits = payout.status === 'pending' && new Date(payout.handOverAt) > this.clock.now();
    const open = payout.status === 'pending' || payout.status === 'processing';
    if (!open || waits) return payoutView(payout);
    const { provider } = payout;
    if (!provider) return this.handToStaff(payoutId);
    const asked = payout.status === 'pending' ? null : await this.ask(payout, provider);
    const answered = asked && !this.isMissing(payout, asked) ? asked : await this.handOver(payout, provider);
    return this.unitOfWork.run((tx) => this.record(tx, payoutId, answered));
  }

  private handToStaff(payoutId: string): Promise<PayoutView> {
    return this.unitOfWork.run(async (tx) => {
      const payout = await tx.load(Payout, { id: payoutId });
      if (!payout) throw new PayoutNotFound();
      const now = this.clock.now();
      if (payout.process(now)) this.books.processing(tx, payout, now);
      payout.checked(now);
      tx.save(payout);
      planCheck(tx, 'payout', payout);
      return payout.view;
    });
  }

  private isMissing({ updatedAt }: PayoutView, { answer }: Answered): boolean {
    const takenAt = new Date(updatedAt).getTime();
    return answer.state === 'unknown_reference' && takenAt + SUBMISSION_GRACE_MS <= this.clock.now().getTime();
  }

  private handOver(payout: Readable, provider: ProviderName): Promise<Answered> {
    const operator = this.providers.with(provider, payout.mode, 'payOut');
    return operator.payOut({
      mode: payout.mode,
      reference: payout.providerReference,
      externalId: payout.id,
      amount: Money.of(payout.amount, payout.currency),
      payee: Msisdn.parse(payout.destinationMsisdn ?? '', 'CM'),
      message: payout.description ?? '',
    });
  }

  private ask(payout: Readable, provider: ProviderName): Promise<Answered> {
    const operator = this.providers.with(provider, payout.mode, 'payOutStatus');
    return operator.payOutStatus({
      mode: payout.mode,
      reference: payout.providerReference,
      currency: payout.currency,
    });
  }

  private async record(tx: Transaction, payoutId: string, { answer, exchange }: Answered): Promise<PayoutView> {
    const payout = await tx.load(Payout, { id: payoutId });
    if (!payout) throw new PayoutNotFound();
    const now = this.clock.now();
    keepExchange(tx, payout, exchange, now);
    if (answer.state === 'accepted') {
      if (payout.process(now)) this.books.processing(tx, payout, now);
    } else if (answer.state === 'settled') {
      const asAsked = isWhatWasAsked(answer, payout.money, `payout ${payout.id}`, this.logger);
      if (asAsked && payout.complete(answer.operatorTransactionId, now)) this.books.completed(tx, payout, now);
    } else if (answer.state === 'declined') {
      if (payout.fail(answer.reason, answer.message, now)) this.books.failed(tx, payout, now);
    }
    payout.checked(now);
    tx.save(payout);
    planCheck(tx, 'payout', payout);
    return payout.view;
  }
}
