import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { PayoutChecks } from './payout-checks.service.js';

export const CHECK_PAYOUT = jobType<{ payoutId: string }>('payments', 'check-payout', { attemptsMax: 3 });

@Injectable()
@HandlesJob(CHECK_PAYOUT)
export class CheckPayoutJob implements JobHandler<{ payoutId: string }> {
  constructor(private readonly checks: PayoutChecks) {}

  async run({ payoutId }: { payoutId: string }): Promise<void> {
    await this.checks.check(payoutId);
  }
}
