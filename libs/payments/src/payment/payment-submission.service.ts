import { Inject, Injectable } from '@nestjs/common';
import { Money, Msisdn } from '#kernel';
import { CONFIG, type Config } from '#platform';
import { Providers, type Answered } from '#providers';
import type { PaymentView } from './payment-view.js';

/** Takes payments to their operator. Calls run outside any transaction and are safe to repeat: the reference is stored. */
@Injectable()
export class PaymentSubmission {
  constructor(
    private readonly providers: Providers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asks the operator to collect. Never throws for what the operator does. */
  submit(payment: PaymentView): Promise<Answered> {
    const operator = this.providers.collecting(payment.provider, payment.mode, payment.channel);
    return operator.collect({
      mode: payment.mode,
      reference: payment.providerReference,
      externalId: payment.id,
      amount: Money.of(payment.providerAmount, payment.providerCurrency),
      payer: Msisdn.parse(payment.payerMsisdn, 'CM'),
      message: payment.description,
      returnUrl: `${this.config.payUrl}/pay/back/${payment.id}`,
    });
  }

  /** Asks the operator how the payment stands. */
  ask(payment: PaymentView): Promise<Answered> {
    const operator = this.providers.collecting(payment.provider, payment.mode, payment.channel);
    return operator.collectionStatus({
      mode: payment.mode,
      reference: payment.providerReference,
      currency: payment.providerCurrency,
      closed: payment.status !== 'pending',
    });
  }
}
