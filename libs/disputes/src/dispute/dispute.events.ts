import type { DomainEvent } from '#kernel';
import type { DisputeView } from './dispute-view.js';
import type { EvidenceView } from './evidence-view.js';

/** All carry the dispute, its evidence (oldest first) and the view of its payment as they stood right after the event. */
interface DisputePayload {
  readonly dispute: DisputeView;
  readonly evidence: readonly EvidenceView[];
  readonly payment: object;
}

export type DisputeOpened = DomainEvent<'dispute.opened', DisputePayload>;
export type DisputeWon = DomainEvent<'dispute.won', DisputePayload>;
export type DisputeLost = DomainEvent<'dispute.lost', DisputePayload>;

export type DisputeEvent = DisputeOpened | DisputeWon | DisputeLost;
