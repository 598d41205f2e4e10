export type { DisputeStatus, DisputeView } from './dispute/dispute-view.js';
export type { DisputeOpened } from './dispute/dispute.events.js';
export { DisputesModule } from './disputes.module.js';
