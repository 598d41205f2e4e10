import type { DomainEvent } from '#kernel';
import type { PayoutView } from './payout-view.js';

/** All carry the payout as it stood right after the event. */
interface PayoutPayload {
  readonly payout: PayoutView;
}

export type PayoutRequested = DomainEvent<'payout.requested', PayoutPayload>;
export type PayoutCompleted = DomainEvent<'payout.completed', PayoutPayload>;
export type PayoutFailed = DomainEvent<'payout.failed', PayoutPayload>;

export type PayoutEvent = PayoutRequested | PayoutCompleted | PayoutFailed;
