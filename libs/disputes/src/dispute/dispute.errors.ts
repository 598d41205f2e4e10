import { DomainError } from '#kernel';

export class DisputeNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'dispute_not_found';

  constructor() {
    super('Chargeback not found');
  }
}

export class EvidenceFileNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'evidence_file_not_found';

  constructor() {
    super('Document not found');
  }
}

export type DisputeClosure = 'decided' | 'deadline_passed' | 'submissions_used_up';

const CLOSURES: Readonly<Record<DisputeClosure, string>> = {
  decided: 'This chargeback is decided',
  deadline_passed: 'The deadline for evidence against this chargeback has passed',
  submissions_used_up: 'No more evidence can be submitted against this chargeback',
};

/** It is decided, or takes no evidence any more. */
export class DisputeClosed extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'dispute_closed';

  constructor(closure: DisputeClosure) {
    super(CLOSURES[closure], { closure });
  }
}

export type DisputeHindrance = 'not_paid' | 'disputed_before' | 'nothing_left';

const HINDRANCES: Readonly<Record<DisputeHindrance, string>> = {
  not_paid: 'Only a paid payment can be charged back',
  disputed_before: 'This payment was charged back before',
  nothing_left: 'Refunds have left nothing of this payment',
};

/** No dispute can be opened on the payment. */
export class PaymentNotDisputable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'payment_not_disputable';

  constructor(
    readonly hindrance: DisputeHindrance,
    disputeId: string | null,
  ) {
    super(HINDRANCES[hindrance], { hindrance, disputeId });
  }
}
