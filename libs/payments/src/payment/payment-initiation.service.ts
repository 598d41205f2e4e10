import { Inject, Injectable } from '@nestjs/common';
import { Clock, InvalidInput, Money } from '#kernel';
import { CONFIG, type Config, type Transaction } from '#platform';
import type { PaymentLink } from '../payment-link/payment-link.aggregate.js';
import { PaymentLinkUses } from '../payment-link/payment-link-uses.service.js';
import { PaymentPurposes } from './payment-purposes.port.js';
import { Payment } from './payment.aggregate.js';
import type { PaymentRequest } from './payment-request.js';

/** The doors show no larger amount, and no wallet of this market holds one. */
const LARGEST_COLLECTION = Money.of('9999999999999', 'XAF');

/** Makes new payments, in the transaction that is to record them. */
@Injectable()
export class PaymentInitiation {
  constructor(
    private readonly purposes: PaymentPurposes,
    private readonly linkUses: PaymentLinkUses,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A payment with what it is for locked and taken, not saved yet. Most are for nothing, and then there is nothing to
   * ask. `loaded` is the link that it names where that is locked already. Throws InvalidInput and what PaymentPurposes
   * and PaymentLinkUses throw.
   */
  async initiate(tx: Transaction, request: PaymentRequest, loaded: PaymentLink | null = null): Promise<Payment> {
    const { tenant, amount, customerId = null, orderId = null, paymentLinkId = null } = request;
    const link = loaded ?? (await this.linkUses.named(tx, tenant, paymentLinkId));
    const payment = Payment.initiate(
      {
        ...request,
        invoiceId: link?.invoiceId ?? null,
        providerAmount: this.collected(amount),
        exchangeRate: amount.currency === 'USD' ? this.config.usdToXaf : '1',
        lifetimeMinutes: this.config.paymentLifetimeMinutes,
      },
      this.clock.now(),
    );
    if (customerId !== null || orderId !== null) {
      await this.purposes.requirePayable(tx, { tenant, amount, customerId, orderId });
    }
    if (link) this.linkUses.reserve(tx, link, payment);
    return payment;
  }

  /**
   * The wallets of this market hold XAF: dollars are collected in francs at the rate of the moment. Throws InvalidInput
   * when that is more than anybody has.
   */
  private collected(amount: Money): Money {
    if (amount.currency !== 'USD') return amount;
    const francs = amount.convert(this.config.usdToXaf, 'XAF');
    if (francs.greaterThan(LARGEST_COLLECTION)) throw new InvalidInput({ amount: ['is more than can be collected'] });
    return francs;
  }
}
