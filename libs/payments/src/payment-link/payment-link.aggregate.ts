import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, InvalidInput, Money, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import type { PaymentView } from '../payment/payment-view.js';
import {
  PaymentLinkAmountFixed,
  PaymentLinkAmountMissing,
  PaymentLinkClosed,
  PaymentLinkExpiryPast,
  PaymentLinkNotCancellable,
  PaymentLinkNotUpdatable,
  PaymentLinkPaysInvoice,
  PaymentLinkStatusNotSettable,
  PaymentLinkUsesTaken,
} from './payment-link.errors.js';
import type { PaymentLinkPaid } from './payment-link.events.js';
import {
  paymentLinkStatus,
  type PaymentLinkPurpose,
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
  readonly providers: PaymentLinkView['providers'];
  /** The operator to offer first. */
  readonly preferredProvider?: PaymentLinkView['preferredProvider'];
  readonly purpose?: PaymentLinkPurpose;
  readonly redirectUrl: string | null;
  /** Null: any number. */
  readonly maxUses: number | null;
  /** Last instant at which it can be paid; null: no end. */
  readonly expiresAt: Date | null;
  /** The invoice that payments of it are to pay. */
  readonly invoiceId?: string | null;
}

/** What is left out stays as it is. */
export interface PaymentLinkChanges {
  readonly description?: string | null;
  readonly expiresAt?: Date | null;
  readonly maxUses?: number;
  /** Merged key by key with what there is; a key with null is removed. */
  readonly metadata?: Record<string, unknown>;
  readonly status?: PaymentLinkStatus;
}

const METADATA_MAX_KEYS = 50;
const METADATA_MAX_BYTES = 8192;

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
  @Column('text') purpose: PaymentLinkPurpose;
  @Column('numeric') amount: string;
  @Column('text') currency: Currency;
  @Column('text') description: string | null;
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('text', { array: true }) providers: PaymentLinkView['providers'];
  @Column('text') preferredProvider: PaymentLinkView['preferredProvider'];
  @Column('text') redirectUrl: string | null;
  @Column('integer') maxUses: number | null;
  @Column('integer') reservedUses: number;
  @Column('integer') paidUses: number;
  @Column('timestamptz') expiresAt: Date | null;
  @Column('timestamptz') cancelledAt: Date | null;
  @Column('uuid') invoiceId: string | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /** Throws InvalidInput for an amount that its type does not have, and for more metadata than a link carries. */
  static requireSound({ amount, type, metadata }: Pick<NewPaymentLink, 'amount' | 'type' | 'metadata'>): void {
    const mayBeOpen = type === 'donation' && amount.isZero();
    if (!amount.isPositive() && !mayBeOpen) throw new InvalidInput({ amount: ['must be above 0'] });
    requireBounded(metadata);
  }

  /** Throws what requireSound() throws, and PaymentLinkExpiryPast. */
  static create(request: NewPaymentLink, now: Date): PaymentLink {
    PaymentLink.requireSound(request);
    const { tenant, amount, type, providers, expiresAt } = request;
    requireAhead(expiresAt, now);
    return Object.assign(new PaymentLink(), {
      id: uuidv7(now),
      ...tenant,
      slug: request.slug,
      type,
      purpose: request.purpose ?? 'collection',
      amount: amount.toDecimal(),
      currency: amount.currency,
      description: request.description,
      metadata: request.metadata,
      providers: providers && [...providers],
      preferredProvider: request.preferredProvider ?? null,
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
    const { cancelledAt, expiresAt, maxUses, currentUses } = this;
    return paymentLinkStatus({ cancelledAt, expiresAt, maxUses, currentUses }, now);
  }

  /** Reserved or paid. */
  get currentUses(): number {
    return this.reservedUses + this.paidUses;
  }

  /** Throws PaymentLinkClosed unless it takes payments now. */
  requireOpen(now: Date): void {
    const status = this.statusAt(now);
    if (status !== 'active') throw new PaymentLinkClosed(status, this.maxUses);
  }

  /**
   * What a payer is to pay who names this amount, or none. Throws PaymentLinkAmountMissing, PaymentLinkAmountFixed and
   * InvalidAmount.
   */
  priceFor(named: number | null): Money {
    const asked = this.money;
    if (asked.isPositive()) {
      if (named !== null) throw new PaymentLinkAmountFixed();
      return asked;
    }
    if (named === null) throw new PaymentLinkAmountMissing();
    return Money.of(named, this.currency);
  }

  /**
   * Takes a use for a payment that is about to start. Throws PaymentLinkClosed, and InvalidInput for an amount or an
   * operator that the link does not take.
   */
  reserve(payment: { readonly amount: Money; readonly provider: PaymentView['provider'] }, now: Date): void {
    this.requireOpen(now);
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

  /**
   * Changes it while it is neither used up nor cancelled. Throws PaymentLinkNotUpdatable, PaymentLinkExpiryPast,
   * PaymentLinkUsesTaken, PaymentLinkPaysInvoice, PaymentLinkStatusNotSettable and InvalidInput.
   */
  change(changes: PaymentLinkChanges, now: Date): void {
    const status = this.statusAt(now);
    if (status === 'cancelled' || status === 'used') throw new PaymentLinkNotUpdatable(status);
    const { description = this.description, expiresAt = this.expiresAt, maxUses = this.maxUses, metadata } = changes;
    if (changes.expiresAt !== undefined) requireAhead(expiresAt, now);
    if (maxUses !== null && maxUses < this.currentUses) throw new PaymentLinkUsesTaken(this.currentUses);
    if (this.invoiceId !== null && (changes.maxUses ?? 1) > 1) throw new PaymentLinkPaysInvoice();
    Object.assign(this, { description, expiresAt, maxUses });
    if (metadata) this.metadata = merged(this.metadata, metadata);
    if (changes.status) this.moveTo(changes.status, now);
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

  /** A payment has brought what it was for: used up it stays so, and otherwise takes no more. False when that is no news. */
  retire(now: Date): boolean {
    const status = this.statusAt(now);
    if (status === 'used' || status === 'cancelled') return false;
    this.withdraw(now);
    return true;
  }

  /** Tells that a payment of it was paid; `view` is the link as it stands now. */
  tellPaid(view: PaymentLinkView, payment: PaymentView, now: Date): void {
    const type: PaymentLinkPaid['type'] = 'payment_link.paid';
    this.raise(type, { paymentLink: view, payment }, now);
  }

  /** Only payments use a link up, and only a later end revives one that has expired. */
  private moveTo(status: PaymentLinkStatus, now: Date): void {
    const isOver = this.expiresAt !== null && this.expiresAt < now;
    if (status === 'used' || (status === 'active' && isOver)) throw new PaymentLinkStatusNotSettable();
    if (status === 'cancelled') this.cancelledAt = now;
    // The end is the last instant at which it can be paid.
    if (status === 'expired' && !isOver) this.expiresAt = new Date(now.getTime() - 1);
  }
}

function requireAhead(expiresAt: Date | null, now: Date): void {
  if (expiresAt !== null && expiresAt < now) throw new PaymentLinkExpiryPast();
}

function merged(before: Record<string, unknown>, changes: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries({ ...before, ...changes }).filter(
    ([key, value]) => value !== null || !(key in changes),
  );
  const metadata = Object.fromEntries(entries);
  requireBounded(metadata);
  return metadata;
}

function requireBounded(metadata: Record<string, unknown>): void {
  if (Object.keys(metadata).length > METADATA_MAX_KEYS) {
    throw new InvalidInput({ metadata: [`must have at most ${METADATA_MAX_KEYS} keys`] });
  }
  if (Buffer.byteLength(JSON.stringify(metadata)) > METADATA_MAX_BYTES) {
    throw new InvalidInput({ metadata: ['must be at most 8 KiB of JSON'] });
  }
}
