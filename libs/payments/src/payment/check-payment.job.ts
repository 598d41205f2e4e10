import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { PaymentChecks } from './payment-checks.service.js';

export const CHECK_PAYMENT = jobType<{ paymentId: string }>('payments', 'check-payment', { attemptsMax: 3 });

/** Asks the operator until its answer is explicit; each turn is given by the sweep or by a callback. */
@Injectable()
@HandlesJob(CHECK_PAYMENT)
export class CheckPaymentJob implements JobHandler<{ paymentId: string }> {
  constructor(private readonly checks: PaymentChecks) {}

  async run({ paymentId }: { paymentId: string }): Promise<void> {
    await this.checks.check(paymentId, 'at once');
  }
}
