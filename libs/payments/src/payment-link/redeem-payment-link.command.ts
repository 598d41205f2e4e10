import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  Database,
  Idempotency,
  isTaken,
  UnitOfWork,
  type IdempotencyRequest,
  type Once,
  type UnboundIdempotency,
} from '#platform';
import { PaymentOpening } from '../payment/payment-opening.service.js';
import type { PaymentView } from '../payment/payment-view.js';
import {
  PaymentLinkTaking,
  type PaymentLinkRedemption,
  type RedeemedPaymentLink,
} from './payment-link-taking.service.js';
import { PaymentLinkUses } from './payment-link-uses.service.js';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLinkClosed, PaymentLinkNotFound } from './payment-link.errors.js';
import { isPaymentLinkSlug, PAYMENT_LINK_COLUMNS, type PaymentLinkView } from './payment-link-view.js';

/**
 * Starts a payment of a link and takes a use of it in one transaction, under the lock of the link: of any number of calls
 * at once, no more take one than are left. The payment comes back as that of InitiatePayment does; one that failed at
 * once has given its use back.
 *
 * Throws PaymentLinkNotFound, the refusals of idempotency, PaymentLinkClosed, PaymentLinkUnavailable,
 * PaymentMethodNotEnabled, PaymentLinkAmountMissing, PaymentLinkAmountFixed, InvalidAmount and InvalidInput. With an
 * idempotency request it is safe to repeat.
 */
export class RedeemPaymentLink extends Command<Once<RedeemedPaymentLink>> {
  constructor(
    readonly redemption: PaymentLinkRedemption,
    readonly idempotency: UnboundIdempotency | null,
  ) {
    super();
  }
}

const READ = `SELECT ${PAYMENT_LINK_COLUMNS} FROM payment_links WHERE slug = $1`;

@CommandHandler(RedeemPaymentLink)
export class RedeemPaymentLinkHandler implements ICommandHandler<RedeemPaymentLink> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly taking: PaymentLinkTaking,
    private readonly opening: PaymentOpening,
    private readonly uses: PaymentLinkUses,
    private readonly views: PaymentLinkViews,
  ) {}

  async execute(command: RedeemPaymentLink): Promise<Once<RedeemedPaymentLink>> {
    const { redemption } = command;
    const found = await this.find(redemption.slug);
    const { organizationId, mode } = found;
    const tenant = { organizationId, mode };
    const idempotency = command.idempotency && { ...command.idempotency, tenant };
    let taken: RedeemedPaymentLink;
    try {
      // What is closed for good need not queue for the lock; under it the state is judged again.
      if (found.status !== 'active') throw new PaymentLinkClosed(found.status, found.maxUses);
      taken = await this.taking.take(tenant, redemption, idempotency);
    } catch (error) {
      return this.repeatedOrRefused(command, idempotency, error);
    }
    const { link } = taken;
    const payment = await this.opening.open(taken.payment, idempotency, (opened) => ({ link, payment: opened }));
    if (payment.status !== 'pending') await this.giveBack(payment, link.id);
    return { result: { link, payment }, replayed: false };
  }

  private async find(slug: string): Promise<PaymentLinkView> {
    const row = isPaymentLinkSlug(slug) ? await this.database.first(READ, [slug]) : null;
    if (!row) throw new PaymentLinkNotFound();
    return this.views.of(row);
  }

  /** The worker would do it a moment later; the payer who is told that it failed may try again at once. */
  private async giveBack(payment: PaymentView, linkId: string): Promise<void> {
    const ended = [{ payment, paid: payment.status === 'settled' }];
    await this.unitOfWork.run((tx) => this.uses.end(tx, linkId, ended));
  }

  /** A repeat gets the answer of the first call, also where that has used the link up. */
  private async repeatedOrRefused(
    command: RedeemPaymentLink,
    idempotency: IdempotencyRequest | null,
    error: unknown,
  ): Promise<Once<RedeemedPaymentLink>> {
    const earlier = idempotency && (await this.idempotency.find(idempotency));
    if (!earlier) {
      if (!idempotency || !isTaken(error)) throw error;
      await this.idempotency.dropLapsed(idempotency);
      return this.execute(command);
    }
    const result = await this.opening.resume<RedeemedPaymentLink>(earlier, idempotency, (payment, known) => ({
      link: (known as { link: PaymentLinkView }).link,
      payment,
    }));
    return { result, replayed: true };
  }
}
