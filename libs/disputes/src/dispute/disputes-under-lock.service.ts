import { Injectable } from '@nestjs/common';
import { isUuid, type Tenant } from '#kernel';
import { Payment } from '#payments';
import type { Transaction } from '#platform';
import { Dispute } from './dispute.aggregate.js';
import { DisputeNotFound } from './dispute.errors.js';
import { EVIDENCE_OF_DISPUTE, evidenceView, type EvidenceView } from './evidence-view.js';

export interface LockedDispute {
  readonly payment: Payment;
  readonly dispute: Dispute;
  /** Oldest first. */
  readonly evidence: readonly EvidenceView[];
}

const PAYMENT_OF = 'SELECT payment_id AS "paymentId" FROM disputes WHERE id = $1';

/** Loads a dispute with its payment: payment before dispute, the order in which every command locks them. */
@Injectable()
export class DisputesUnderLock {
  /** Throws DisputeNotFound, also for a dispute of another tenant where one is given. */
  async load(tx: Transaction, disputeId: string, tenant?: Tenant): Promise<LockedDispute> {
    if (!isUuid(disputeId)) throw new DisputeNotFound();
    const [row] = await tx.query<{ paymentId: string }>(PAYMENT_OF, [disputeId]);
    const payment = row && (await tx.load(Payment, { id: row.paymentId, ...tenant }));
    const dispute = payment && (await tx.load(Dispute, { id: disputeId }));
    if (!dispute) throw new DisputeNotFound();
    const evidence = await tx.query<EvidenceView>(EVIDENCE_OF_DISPUTE, [disputeId]);
    return { payment, dispute, evidence: evidence.map(evidenceView) };
  }
}
