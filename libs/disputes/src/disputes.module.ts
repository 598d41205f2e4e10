import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { LedgerModule } from '#ledger';
import { Dispute } from './dispute/dispute.aggregate.js';
import { OpenDisputeWhenPaymentDisputed } from './dispute/open-dispute-when-payment-disputed.policy.js';

@Module({
  imports: [TypeOrmModule.forFeature([Dispute]), LedgerModule],
  providers: [OpenDisputeWhenPaymentDisputed],
})
export class DisputesModule {}
