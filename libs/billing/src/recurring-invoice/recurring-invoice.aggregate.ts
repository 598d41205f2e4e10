import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, doualaDay, InvalidInput, Money, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import {
  discountAsText,
  reckonInvoice,
  type InvoiceTerms,
  type NewDiscount,
  type VatDisplay,
} from '../invoice/invoice-figures.js';
import type { InvoiceDiscount } from '../invoice/invoice-view.js';
import { dueDay } from '../invoice/payment-term.js';
import { occurrenceDay, runInstant, type Frequency } from './occurrence-day.js';
import { RecurringInvoiceEnded } from './recurring-invoice.errors.js';

/** A line of each invoice; numbers are decimal text. */
export interface RecurringItem {
  readonly productId: string | null;
  readonly name: string;
  readonly quantity: string;
  readonly price: string;
  readonly vatRate: string;
}

export interface NewRecurringInvoice extends InvoiceTerms {
  readonly tenant: Tenant;
  readonly frequency: Frequency;
  /** Days of Douala, YYYY-MM-DD, both included. */
  readonly startDate: string;
  readonly endDate: string | null;
  readonly paymentTerm: string;
  readonly memo: string | null;
}

export type RecurringInvoiceStatus = 'active' | 'ended' | 'cancelled';

interface Course {
  readonly endDate: string | null;
  readonly cancelledAt: Date | string | null;
}

/** The last day passes by itself, so that the status of a schedule is that of a day. */
export function statusOn(today: string, { endDate, cancelledAt }: Course): RecurringInvoiceStatus {
  if (cancelledAt !== null) return 'cancelled';
  return endDate !== null && endDate < today ? 'ended' : 'active';
}

/**
 * A schedule of invoices: one for each due day, issued in the order of the days, also of those that passed while nobody
 * was there to do it. active → ended when its last day has passed, active → cancelled.
 */
@Entity('recurring_invoices')
export class RecurringInvoice extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('uuid') customerId: string;
  @Column('text') frequency: Frequency;
  @Column('date') startDate: string;
  @Column('date') endDate: string | null;
  @Column('jsonb') items: RecurringItem[];
  @Column('text') memo: string | null;
  @Column('text') paymentTerm: string;
  @Column('jsonb') discount: InvoiceDiscount | null;
  @Column('text') vatDisplay: VatDisplay;
  @Column('text') currency: Currency;
  @Column('numeric') amount: string;
  @Column('integer') invoicesIssued: number;
  @Column('date') lastRunDate: string | null;
  @Column('date') nextRunDate: string | null;
  @Column('timestamptz') runAfter: Date | null;
  @Column('timestamptz') cancelledAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /**
   * Throws InvalidInput for days in the wrong order or past, and for whatever an invoice would be refused. The customer
   * is named with `addressTo` before it is saved.
   */
  static schedule(request: NewRecurringInvoice, now: Date): RecurringInvoice {
    const { startDate, endDate, discount } = request;
    const today = doualaDay(now);
    requireDays(request, today);
    dueDay(request.paymentTerm, startDate);
    const { amount, lines } = reckonInvoice(request);
    return Object.assign(new RecurringInvoice(), {
      id: uuidv7(now),
      ...request.tenant,
      frequency: request.frequency,
      startDate,
      endDate,
      items: lines.map(({ lineAmount: _, ...item }) => item),
      memo: request.memo,
      paymentTerm: request.paymentTerm,
      discount: discount && discountAsText(discount),
      vatDisplay: request.vatDisplay,
      currency: request.currency,
      amount: amount.toDecimal(),
      invoicesIssued: 0,
      lastRunDate: null,
      nextRunDate: startDate,
      // The morning of today may be over or to come: what starts today begins at once.
      runAfter: startDate === today ? now : runInstant(startDate),
      cancelledAt: null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<RecurringInvoice>);
  }

  addressTo(customerId: string): void {
    this.customerId = customerId;
  }

  get terms(): InvoiceTerms {
    const { currency, vatDisplay, discount } = this;
    return {
      currency,
      vatDisplay,
      items: this.items.map((item) => ({ ...item, price: Money.of(item.price, currency) })),
      discount: discount && discountOf(discount, currency),
    };
  }

  /** The due day whose invoice is to be issued now; null when none is. */
  dueDayAt(now: Date): string | null {
    return this.runAfter !== null && this.runAfter <= now ? this.nextRunDate : null;
  }

  /** The invoice of its next day has been issued. */
  advance(now: Date): void {
    this.lastRunDate = this.nextRunDate;
    this.invoicesIssued += 1;
    const next = occurrenceDay(this.startDate, this.frequency, this.invoicesIssued);
    this.runNextOn(next !== null && (this.endDate === null || next <= this.endDate) ? next : null);
    this.updatedAt = now;
  }

  /** Issues no more. Throws RecurringInvoiceEnded. */
  cancel(now: Date): void {
    if (statusOn(doualaDay(now), this) !== 'active') throw new RecurringInvoiceEnded();
    this.cancelledAt = now;
    this.runNextOn(null);
    this.updatedAt = now;
  }

  private runNextOn(day: string | null): void {
    this.nextRunDate = day;
    this.runAfter = day === null ? null : runInstant(day);
  }
}

function requireDays({ startDate, endDate }: NewRecurringInvoice, today: string): void {
  if (startDate < today) throw new InvalidInput({ startDate: ['must be today or later'] });
  if (endDate !== null && endDate < startDate) throw new InvalidInput({ endDate: ['must not be before startDate'] });
}

const discountOf = ({ type, value }: InvoiceDiscount, currency: Currency): NewDiscount =>
  type === 'fixed' ? { type, value: Money.of(value, currency) } : { type, value };
