import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { SystemClock } from '#kernel';
import { transactionId, type LinkPayment } from '#payments';
import { SignForOrganization } from '#webhooks';
import { amount } from '../dialect/vocabulary.js';

/** Where payers go back to when they have paid. */
@Injectable()
export class ReturnUrls {
  /** Shops judge the age of a signature by the clock of the world, whatever day it is in a sandbox. */
  private readonly wallClock = new SystemClock();

  constructor(private readonly queries: QueryBus) {}

  /**
   * The address that the merchant gave the link, with the result and its signature; null for a payment that is not
   * paid, and for a link without an address of the web. Nothing that a payer sends is part of it.
   *
   * Signed, with each key that signs the merchant's webhooks, is
   * `<transaction_id>.<status>.<amount>.<currency>.<timestamp>`; several signatures have a comma between them. A merchant
   * without webhooks gets no signature, and has to ask for the payment before he believes it.
   */
  async of({ link, payment }: LinkPayment): Promise<string | null> {
    if (payment.status !== 'settled' || link.redirectUrl === null) return null;
    const url = URL.parse(link.redirectUrl);
    if (!url || !['http:', 'https:'].includes(url.protocol)) return null;
    const result = {
      transaction_id: transactionId(link.slug, payment.id),
      status: 'paid',
      amount: String(amount(payment.amount, payment.currency)),
      currency: payment.currency,
      timestamp: String(Math.floor(this.wallClock.now().getTime() / 1000)),
    };
    const signed = Object.values(result).join('.');
    const signatures = await this.queries.execute(new SignForOrganization(payment.organizationId, signed));
    for (const [name, value] of Object.entries(result)) url.searchParams.set(name, value);
    url.searchParams.delete('signature');
    if (signatures.length > 0) url.searchParams.set('signature', signatures.join(','));
    return url.href;
  }
}
