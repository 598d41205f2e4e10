import { Injectable } from '@nestjs/common';
import { ConnectionLostError } from '../faults/faults.errors.js';
import { FaultsService } from '../faults/faults.service.js';
import type { Submission } from '../outcomes.js';
import type { SimulatedTransaction, TransactionDraft } from './transaction.js';
import { TransactionsService } from './transactions.service.js';

/** How an operator words what it does not take. */
export interface RefusalWords {
  /** While creations are refused: with the code that the faults name. */
  refused(refusalCode: string): Error;
  limitReached(): Error;
  unreachable(): Error;
}

/** What becomes of a request that is in order: by its row of the outcome table, and by the trouble that is made. */
@Injectable()
export class IntakeService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly faults: FaultsService,
  ) {}

  /**
   * Null for a request that vanishes: it is answered as usual, and nothing is recorded.
   * @throws the operator's words for a refusal, or ConnectionLostError for one that was recorded.
   */
  take(draft: TransactionDraft, submission: Submission, words: RefusalWords): SimulatedTransaction | null {
    const { creations, refusalCode } = this.faults.of(draft.operator);
    if (creations === 'refused') throw words.refused(refusalCode);
    if (submission === 'refused') throw words.limitReached();
    if (submission === 'unreachable') throw words.unreachable();
    if (creations === 'vanishes') return null;
    const transaction = this.transactions.open(draft);
    if (submission === 'answer-lost' || creations === 'answer-lost') throw new ConnectionLostError('closed');
    return transaction;
  }
}
