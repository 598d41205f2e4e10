import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { RefundChecks } from './refund-checks.service.js';

export const CHECK_REFUND = jobType<{ refundId: string }>('payments', 'check-refund', { attemptsMax: 3 });

@Injectable()
@HandlesJob(CHECK_REFUND)
export class CheckRefundJob implements JobHandler<{ refundId: string }> {
  constructor(private readonly checks: RefundChecks) {}

  async run({ refundId }: { refundId: string }): Promise<void> {
    await this.checks.check(refundId, 'at once');
  }
}
