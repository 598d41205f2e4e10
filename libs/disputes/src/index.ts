export { DecideDispute } from './dispute/decide-dispute.command.js';
export {
  DisputeClosed,
  DisputeNotFound,
  EvidenceFileNotFound,
  PaymentNotDisputable,
} from './dispute/dispute.errors.js';
export type { DisputeEvent, DisputeLost, DisputeOpened, DisputeWon } from './dispute/dispute.events.js';
export type { DisputeDecider, DisputeOutcome, DisputeStatus, DisputeView } from './dispute/dispute-view.js';
export type { EvidenceFile, EvidenceView } from './dispute/evidence-view.js';
export { GetDispute } from './dispute/get-dispute.query.js';
export type { DisputeFile } from './dispute/get-dispute.query.js';
export { ListDisputes } from './dispute/list-disputes.query.js';
export type { DisputeFilters, DisputeScope } from './dispute/list-disputes.query.js';
export { OpenDispute } from './dispute/open-dispute.command.js';
export { OpenEvidenceFile } from './dispute/open-evidence-file.command.js';
export type { EvidenceFileContent } from './dispute/open-evidence-file.command.js';
export { ReviewDispute } from './dispute/review-dispute.command.js';
export { SubmitEvidence } from './dispute/submit-evidence.command.js';
export type { EvidenceRequest, SubmittedEvidence } from './dispute/submit-evidence.command.js';
export { DisputesModule } from './disputes.module.js';
