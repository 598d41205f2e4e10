import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#ledger';
import { DecideDisputeHandler } from './dispute/decide-dispute.command.js';
import { DisputeBooks } from './dispute/dispute-books.service.js';
import { DisputeOpening } from './dispute/dispute-opening.service.js';
import { DisputeResolution } from './dispute/dispute-resolution.service.js';
import { Dispute } from './dispute/dispute.aggregate.js';
import { DisputesUnderLock } from './dispute/disputes-under-lock.service.js';
import { GetDisputeHandler } from './dispute/get-dispute.query.js';
import { ListDisputesHandler } from './dispute/list-disputes.query.js';
import { LoseUnansweredDisputeHandler } from './dispute/lose-unanswered-dispute.command.js';
import { LoseUnansweredDisputesJob } from './dispute/lose-unanswered-disputes.job.js';
import { OpenDisputeWhenPaymentDisputed } from './dispute/open-dispute-when-payment-disputed.policy.js';
import { OpenDisputeHandler } from './dispute/open-dispute.command.js';
import { OpenEvidenceFileHandler } from './dispute/open-evidence-file.command.js';
import { ReviewDisputeHandler } from './dispute/review-dispute.command.js';
import { SubmitEvidenceHandler } from './dispute/submit-evidence.command.js';

@Module({
  imports: [TypeOrmModule.forFeature([Dispute]), LedgerModule],
  providers: [
    DisputeBooks,
    DisputeOpening,
    DisputeResolution,
    DisputesUnderLock,
    OpenDisputeHandler,
    OpenDisputeWhenPaymentDisputed,
    SubmitEvidenceHandler,
    DecideDisputeHandler,
    LoseUnansweredDisputeHandler,
    LoseUnansweredDisputesJob,
    GetDisputeHandler,
    ListDisputesHandler,
    OpenEvidenceFileHandler,
    ReviewDisputeHandler,
  ],
})
export class DisputesModule {}
