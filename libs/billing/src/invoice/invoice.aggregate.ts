import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, doualaDay, endOfDoualaDay, Money, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import type { InvoiceFigures, VatDisplay, VatGroup } from './invoice-figures.js';
import { CreditNoteExceedsInvoice, InvoiceAlreadyPaid, InvoiceNotSent } from './invoice.errors.js';
import type { InvoiceOverdue, InvoicePaid } from './invoice.events.js';
import type { InvoiceDiscount, InvoiceStatus, InvoiceType, InvoiceView } from './invoice-view.js';
import type { Letterhead } from './letterhead.js';
import { dueDay } from './payment-term.js';

export interface NewInvoice {
  readonly tenant: Tenant;
  readonly number: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly customerEmail: string;
  readonly type: InvoiceType;
  readonly profileId: string;
  readonly paymentTerm: string;
  readonly memo: string | null;
  readonly discount: InvoiceDiscount | null;
  readonly vatDisplay: VatDisplay;
  readonly recurringInvoiceId: string | null;
  readonly recurringDueDate: string | null;
  readonly figures: Omit<InvoiceFigures, 'lines'>;
}

/** As far as an invoice needs to know the payment that pays it. */
export interface PayingPayment {
  readonly id: string;
  readonly amount: string;
  readonly currency: Currency;
  readonly settledAt: string | null;
}

/**
 * What a customer is asked to pay, with its day.
 *
 *   draft → sent → paid, sent → overdue when its last day has passed, overdue → paid.
 *
 * It is paid once nothing is due, by the payment of its link, by credit notes, or by one after the other. What came in
 * beyond what was due is the payer's, to be refunded.
 */
@Entity('invoices')
export class Invoice extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('uuid') customerId: string;
  @Column('text') customerName: string;
  @Column('text') customerEmail: string;
  @Column('text') number: string;
  @Column('text') status: InvoiceStatus;
  @Column('text') type: InvoiceType;
  @Column('text') profileId: string;
  @Column('text') paymentTerm: string;
  @Column('text') memo: string | null;
  @Column('jsonb') discount: InvoiceDiscount | null;
  @Column('text') vatDisplay: VatDisplay;
  @Column('text') currency: Currency;
  @Column('numeric') subtotal: string;
  @Column('numeric') discountAmount: string;
  @Column('numeric') vatAmount: string;
  @Column('jsonb') vatBreakdown: readonly VatGroup[];
  @Column('numeric') amount: string;
  @Column('numeric') creditedAmount: string;
  @Column('numeric') creditNotesAmount: string;
  @Column('numeric') amountPaid: string;
  @Column('date') issuedOn: string;
  @Column('timestamptz') dueAt: Date;
  /** Null for a draft. */
  @Column('jsonb') letterhead: Letterhead | null;
  @Column('uuid') paymentLinkId: string | null;
  @Column('uuid') paymentId: string | null;
  @Column('uuid') recurringInvoiceId: string | null;
  @Column('date') recurringDueDate: string | null;
  @Column('timestamptz') sentAt: Date | null;
  @Column('timestamptz') paidAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /** Throws InvalidInput for a payment term that says no day. */
  static draft(request: NewInvoice, now: Date): Invoice {
    const { figures, tenant, ...said } = request;
    const { subtotal, discountAmount, vatAmount, vatBreakdown, amount } = figures;
    const nothing = Money.zero(amount.currency).toDecimal();
    const invoice = Object.assign(new Invoice(), {
      id: uuidv7(now),
      ...tenant,
      ...said,
      status: 'draft',
      currency: amount.currency,
      subtotal: subtotal.toDecimal(),
      discountAmount: discountAmount.toDecimal(),
      vatAmount: vatAmount.toDecimal(),
      vatBreakdown,
      amount: amount.toDecimal(),
      creditedAmount: nothing,
      creditNotesAmount: nothing,
      amountPaid: nothing,
      letterhead: null,
      paymentLinkId: null,
      paymentId: null,
      sentAt: null,
      paidAt: null,
      createdAt: now,
    } satisfies Partial<Invoice>);
    invoice.date(now);
    return invoice;
  }

  get balanceDue(): Money {
    return this.money(this.amount).minus(this.money(this.creditedAmount)).minus(this.money(this.amountPaid));
  }

  /** What further credit notes may take. */
  get remainingCreditable(): Money {
    return this.money(this.amount).minus(this.money(this.creditNotesAmount));
  }

  /** Throws InvoiceAlreadyPaid. */
  requireUnpaid(): void {
    if (this.status === 'paid') throw new InvoiceAlreadyPaid();
  }

  /**
   * It goes to the customer, with a link to pay what is due. The first time its days begin; later ones remind and change
   * nothing but the link, when the one before takes no more payments. Throws InvoiceAlreadyPaid.
   */
  send(paymentLinkId: string, now: Date): void {
    this.requireUnpaid();
    if (this.paymentLinkId !== paymentLinkId) {
      this.paymentLinkId = paymentLinkId;
      this.updatedAt = now;
    }
    if (this.status !== 'draft') return;
    this.status = 'sent';
    this.sentAt = now;
    this.date(now);
  }

  /** The payment of its link came in. False when nothing was due any more. */
  pay(payment: PayingPayment, now: Date): boolean {
    if (this.status !== 'sent' && this.status !== 'overdue') return false;
    const due = this.balanceDue;
    // Links ask for what is due, which only ever sinks afterwards.
    if (Money.of(payment.amount, payment.currency).lessThan(due)) {
      throw new Error(`Payment ${payment.id} is less than what is due on invoice ${this.id}`);
    }
    this.amountPaid = due.toDecimal();
    this.paymentId = payment.id;
    this.settle(payment.settledAt === null ? now : new Date(payment.settledAt), now);
    return true;
  }

  /**
   * A credit note takes this much of it back: off what is due, and of a paid one off nothing. True when that was all that
   * was due. Throws InvoiceNotSent and CreditNoteExceedsInvoice.
   */
  credit(amount: Money, now: Date): boolean {
    if (this.status === 'draft') throw new InvoiceNotSent();
    const left = this.remainingCreditable;
    if (amount.greaterThan(left)) throw new CreditNoteExceedsInvoice(left);
    this.creditNotesAmount = this.money(this.creditNotesAmount).plus(amount).toDecimal();
    this.updatedAt = now;
    if (this.status === 'paid') return false;
    this.creditedAmount = this.money(this.creditedAmount).plus(amount).toDecimal();
    if (!this.balanceDue.isZero()) return false;
    this.settle(now, now);
    return true;
  }

  /** Its last day has passed. False when it does not wait to be paid, or waits longer. */
  becomeOverdue(now: Date): boolean {
    if (this.status !== 'sent' || this.dueAt >= now) return false;
    this.status = 'overdue';
    this.updatedAt = now;
    return true;
  }

  /** Tells that nothing is due any more; `invoice` is this as it stands now. */
  tellPaid(invoice: InvoiceView, payment: PayingPayment | null, now: Date): void {
    const type: InvoicePaid['type'] = 'invoice.paid';
    this.raise(type, { invoice, payment } satisfies InvoicePaid['payload'], now);
  }

  tellOverdue(invoice: InvoiceView, now: Date): void {
    const type: InvoiceOverdue['type'] = 'invoice.overdue';
    this.raise(type, { invoice } satisfies InvoiceOverdue['payload'], now);
  }

  private date(now: Date): void {
    this.issuedOn = doualaDay(now);
    this.dueAt = endOfDoualaDay(dueDay(this.paymentTerm, this.issuedOn));
    this.updatedAt = now;
  }

  private settle(paidAt: Date, now: Date): void {
    this.status = 'paid';
    this.paidAt = paidAt;
    this.updatedAt = now;
  }

  private money(decimal: string): Money {
    return Money.of(decimal, this.currency);
  }
}
