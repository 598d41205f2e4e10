import { DomainError } from '#kernel';
import { transactionId, type LinkPayment, type PublicPaymentLink, type RedeemedPaymentLink } from '#payments';
import { amount, MODE, PAYMENT_STATUS, PROVIDER } from '../dialect/vocabulary.js';
import type { Wire } from '../dialect/wire.js';

/** The operator refused at once or could not be reached; the payment is kept as failed. */
class PaymentInitializationFailed extends DomainError {
  readonly kind = 'declined';
  readonly code = 'payment_initialization_failed';

  constructor() {
    super('Payment initialization failed');
  }
}

export const presentPublicLink = ({ link, providers, merchantName }: PublicPaymentLink): Wire<'PublicPaymentLink'> => ({
  id: link.id,
  slug: link.slug,
  amount: amount(link.amount, link.currency),
  currency: link.currency as Wire<'Currency'>,
  description: link.description,
  status: 'ACTIVE',
  expires_at: link.expiresAt,
  metadata: link.metadata,
  max_uses: link.maxUses,
  current_uses: link.currentUses,
  created_at: link.createdAt,
  mode: MODE[link.mode],
  providers: providers.map((name) => PROVIDER[name]),
  merchant_name: merchantName,
  redirect_url: link.redirectUrl,
});

/** Throws PaymentInitializationFailed for a payment that ended at the first call. */
export function presentRedemption({ link, payment }: RedeemedPaymentLink): Wire<'Redemption'> {
  if (payment.status !== 'pending' && payment.status !== 'settled') throw new PaymentInitializationFailed();
  return {
    payment_link: {
      id: link.id,
      slug: link.slug,
      status: link.status === 'used' ? 'PAID' : 'ACTIVE',
      current_uses: link.currentUses,
    },
    payment: {
      id: payment.id,
      amount: amount(payment.amount, payment.currency),
      currency: payment.currency as Wire<'Currency'>,
      // As it began; getLinkPayment tells what has become of it.
      status: 'PENDING',
      transaction_id: transactionId(link.slug, payment.id),
    },
  };
}

export const presentLinkPayment = ({ link, payment }: LinkPayment): Wire<'PublicPayment'> => ({
  transaction_id: transactionId(link.slug, payment.id),
  status: PAYMENT_STATUS[payment.status],
  amount: amount(payment.amount, payment.currency),
  currency: payment.currency as Wire<'Currency'>,
  failure_reason: payment.failureMessage,
  paid_at: payment.settledAt,
  redirect_url: payment.status === 'settled' ? link.redirectUrl : null,
});
