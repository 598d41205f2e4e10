import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, InvalidInput, Money, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import type { PaymentView } from '../payment/payment-view.js';
import { PaymentLinkClosed, PaymentLinkExpiryPast, PaymentLinkNotCancellable } from './payment-link.errors.js';
import type { PaymentLinkPaid } from './payment-link.events.js';
import {
  paymentLinkStatus,
  type PaymentLinkStatus,
  type PaymentLinkType,
  type PaymentLinkView,
} from './payment-link-view.js';

export interface NewPaymentLink {
  readonly tenant: Tenant;
  /** Public and not to be guessed. */
  readonly slug: string;
  readonly type: PaymentLinkType;
  /** Nothing, of a donation: the payer names the amount. */
  readonly amount: Money;
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
  /** Operators that the payer may choose; null: all that the organisation takes. */
  readonly providers: readonly string[] | null;
  readonly redirectUrl: string | null;
  /** Null: any number. */
  readonly maxUses: number | null;
  /** Last instant at which it can be paid; null: no end. */
  readonly expiresAt: Date | null;
  /** The invoice that payments of it are to pay. */
  readonly invoiceId?: string | null;
}

/** What became of the use that a payment took. `paid` is final; money that is confirmed late takes a released one again. */
export type UseState = 'reserved' | 'released' | 'paid';

/**
 * An address that payers open to pay, once or several times.
 *
 * It takes payments while it is not cancelled, not past its expiry, and has a use left. A use is reserved when a payer
 * starts to pay, released when that payment ends without money, and paid for good when the money came. Uses pass the
 * maximum in one case alone: a payment whose use was released is confirmed after all, and confirmed money wins.
 */
@Entity('payment_links')
export class PaymentLink extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('text') slug: string;
  @Column('text') type: PaymentLinkType;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('text') description: string | null;
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('text', { array: true }) providers: string[] | null;
  @Column('text') redirectUrl: string | null;
  @Column('integer') maxUses: number | null;
  @Column('integer') reservedUses: number;
  @Column('integer') paidUses: number;
  @Column('timestamptz') expiresAt: Date | null;
  @Column('timestamptz') cancelledAt: Date | null;
  @Column('uuid') invoiceId: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /** Throws InvalidInput for an amount that its type does not have. */
  static requireSound({ amount, type }: Pick<NewPaymentLink, 'amount' | 'type'>): void {
    const mayBeOpen = type === 'donation' && amount.isZero();
    if (!amount.isPositive() && !mayBeOpen) throw new InvalidInput({ amount: ['must be above 0'] });
  }

  /** Throws what requireSound() throws, and PaymentLinkExpiryPast. */
  static create(request: NewPaymentLink, now: Date): PaymentLink {
    PaymentLink.requireSound(request);
    const { tenant, amount, type, providers, expiresAt } = request;
    if (expiresAt !== null && expiresAt < now) throw new PaymentLinkExpiryPast();
    return Object.assign(new PaymentLink(), {
      id: uuidv7(now),
      ...tenant,
      slug: request.slug,
      type,
      amount: amount.toDecimal(),
      currency: amount.currency,
      description: request.description,
      metadata: request.metadata,
      providers: providers && [...providers],
      redirectUrl: request.redirectUrl,
      maxUses: request.maxUses,
      reservedUses: 0,
      paidUses: 0,
      expiresAt,
      cancelledAt: null,
      invoiceId: request.invoiceId ?? null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<PaymentLink>);
  }

  get money(): Money {
    return Money.of(this.amount, this.currency);
  }

  statusAt(now: Date): PaymentLinkStatus {
    const { cancelledAt, expiresAt, maxUses, reservedUses, paidUses } = this;
    return paymentLinkStatus({ cancelledAt, expiresAt, maxUses, currentUses: reservedUses + paidUses }, now);
  }

  /**
   * Takes a use for a payment that is about to start. Throws PaymentLinkClosed, and InvalidInput for an amount or an
   * operator that the link does not take.
   */
  reserve(payment: { readonly amount: Money; readonly provider: string }, now: Date): void {
    const status = this.statusAt(now);
    if (status !== 'active') throw new PaymentLinkClosed(status, this.maxUses);
    const { amount, provider } = payment;
    const asked = this.money;
    if (amount.currency !== this.currency) throw new InvalidInput({ currency: ['is not that of the payment link'] });
    if (asked.isPositive() && !amount.equals(asked)) {
      throw new InvalidInput({ amount: ['must be that of the payment link'] });
    }
    if (this.providers && !this.providers.includes(provider)) {
      throw new InvalidInput({ provider: ['is not one that the payment link takes'] });
    }
    this.reservedUses += 1;
    this.updatedAt = now;
  }

  /** Moves the use of a payment on, as the payment ended. False when that is no news. */
  useEnded(before: UseState, paid: boolean, now: Date): boolean {
    if (before === 'paid' || (before === 'released' && !paid)) return false;
    if (before === 'reserved') this.reservedUses -= 1;
    if (paid) this.paidUses += 1;
    this.updatedAt = now;
    return true;
  }

  /** Withdraws the link for good. Payments of it that are under way go on. Throws PaymentLinkNotCancellable. */
  cancel(now: Date): void {
    const status = this.statusAt(now);
    if (status === 'cancelled' || status === 'used') throw new PaymentLinkNotCancellable(status);
    this.cancelledAt = now;
    this.updatedAt = now;
  }

  /** Asks for another amount from now on, while it is not cancelled. */
  reprice(amount: Money, now: Date): void {
    if (this.cancelledAt !== null) return;
    this.amount = amount.toDecimal();
    this.updatedAt = now;
  }

  /** What it was for is over: it takes no more payments, whatever became of those that it took. */
  withdraw(now: Date): void {
    if (this.cancelledAt !== null) return;
    this.cancelledAt = now;
    this.updatedAt = now;
  }

  /** Tells that a payment of it was paid; `view` is the link as it stands now. */
  tellPaid(view: PaymentLinkView, payment: PaymentView, now: Date): void {
    const type: PaymentLinkPaid['type'] = 'payment_link.paid';
    this.raise(type, { paymentLink: view, payment }, now);
  }
}
