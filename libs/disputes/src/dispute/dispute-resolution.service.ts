import { Injectable } from '@nestjs/common';
import type { Payment } from '#payments';
import { Audit, type Transaction } from '#platform';
import { DisputeBooks } from './dispute-books.service.js';
import type { Dispute, DisputeDecision } from './dispute.aggregate.js';
import type { EvidenceView } from './evidence-view.js';

/** Ends a dispute with its money, in the transaction of whoever decides: staff, the deadline, or the sandbox. */
@Injectable()
export class DisputeResolution {
  constructor(
    private readonly books: DisputeBooks,
    private readonly audit: Audit,
  ) {}

  /** Throws DisputeClosed. Payment and dispute must be locked, in this order. Saves both. */
  resolve(
    tx: Transaction,
    { payment, dispute, evidence }: { payment: Payment; dispute: Dispute; evidence: readonly EvidenceView[] },
    decision: DisputeDecision & { readonly actorId: string | null },
    now: Date,
  ): void {
    const { outcome, by, actorId } = decision;
    dispute.resolve(decision, now);
    payment.disputeResolved(outcome, now);
    this.books[outcome](tx, dispute, now);
    dispute.tell(`dispute.${outcome}`, evidence, payment.view, now);
    tx.save(payment);
    tx.save(dispute);
    const { organizationId, id: recordId } = dispute;
    this.audit.record(tx, { action: `chargeback.${outcome}`, organizationId, actorId, recordId, details: { by } });
  }
}
