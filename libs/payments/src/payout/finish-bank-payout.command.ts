import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, isUuid } from '#kernel';
import { UnitOfWork } from '#platform';
import { PayoutBooks } from './payout-books.service.js';
import { Payout } from './payout.aggregate.js';
import { PayoutNotAtBank, PayoutNotFound } from './payout.errors.js';
import type { PayoutView } from './payout-view.js';

export type BankOutcome =
  | { readonly state: 'completed'; readonly bankReference: string }
  /** The sentence is shown to the merchant. */
  | { readonly state: 'failed'; readonly sentence: string };

/**
 * Operations command: how the bank ended a payout. Throws PayoutNotFound and, so also at a repeat, PayoutNotAtBank.
 */
export class FinishBankPayout extends Command<PayoutView> {
  constructor(
    readonly payoutId: string,
    readonly outcome: BankOutcome,
  ) {
    super();
  }
}

@CommandHandler(FinishBankPayout)
export class FinishBankPayoutHandler implements ICommandHandler<FinishBankPayout> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly books: PayoutBooks,
    private readonly clock: Clock,
  ) {}

  execute({ payoutId, outcome }: FinishBankPayout): Promise<PayoutView> {
    return this.unitOfWork.run(async (tx) => {
      const payout = isUuid(payoutId) ? await tx.load(Payout, { id: payoutId }) : null;
      if (!payout) throw new PayoutNotFound();
      if (!payout.isAtBank) throw new PayoutNotAtBank();
      const now = this.clock.now();
      if (outcome.state === 'completed') {
        payout.complete(outcome.bankReference, now);
        this.books.completed(tx, payout, now);
      } else {
        payout.fail('bank_refused', outcome.sentence, now);
        this.books.failed(tx, payout, now);
      }
      tx.save(payout);
      return payout.view;
    });
  }
}
