import type { DomainEvent } from '#kernel';
import type { DisputeView } from './dispute-view.js';

/** `payment` is the payment's view right after the event. */
export type DisputeOpened = DomainEvent<'dispute.opened', { readonly dispute: DisputeView; readonly payment: object }>;
