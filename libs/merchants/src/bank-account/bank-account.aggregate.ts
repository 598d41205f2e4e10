import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Aggregate, uuidv7, type Currency, type Mode, type Tenant } from '#kernel';
import { BankAccountDecided, BankAccountInUse } from './bank-account.errors.js';
import { BANK_ACCOUNT_ADDED, type BankAccountAddedPayload } from './bank-account.events.js';
import {
  bankAccountView,
  labelOf,
  type BankAccountStatus,
  type BankAccountType,
  type BankAccountView,
} from './bank-account-view.js';

/** What its owner types. Numbers may have blanks and hyphens. */
export interface BankAccountDetails {
  readonly holderName: string;
  readonly accountNumber: string;
  readonly routingNumber: string;
  readonly bankName: string;
  readonly type: BankAccountType;
  readonly country: string;
  readonly currency: Currency;
}

export type NumberField = 'account_number' | 'routing_number';

const LAST = 4;

/**
 * Where payouts may go.
 *
 *   pending → verified | failed
 *
 * Its numbers are kept sealed; the end of one of them is all that is ever shown.
 */
@Entity('bank_accounts')
export class BankAccount extends Aggregate {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('text') holderName: string;
  @Column('text') bankName: string;
  @Column('text') type: BankAccountType;
  @Column('char') country: string;
  @Column('text') currency: Currency;
  @Column('bytea') sealedAccountNumber: Buffer;
  @Column('bytea') sealedRoutingNumber: Buffer;
  @Column('text') lastFour: string;
  @Column('text') status: BankAccountStatus;
  @Column('integer') openPayouts: number;
  @Column('timestamptz') verifyAt: Date | null;
  @Column('timestamptz') decidedAt: Date | null;
  @Column('timestamptz') deletedAt: Date | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;

  /** `seal` gets a number with the field and the id that it will be kept under. */
  static add(
    tenant: Tenant,
    details: BankAccountDetails,
    seal: (number: string, field: NumberField, id: string) => Buffer,
    now: Date,
  ): BankAccount {
    const { accountNumber, routingNumber, holderName, bankName, ...rest } = details;
    const id = uuidv7(now);
    const account = Object.assign(new BankAccount(), {
      id,
      ...tenant,
      ...rest,
      holderName: holderName.trim(),
      bankName: bankName.trim(),
      sealedAccountNumber: seal(bareNumber(accountNumber), 'account_number', id),
      sealedRoutingNumber: seal(bareNumber(routingNumber), 'routing_number', id),
      lastFour: bareNumber(accountNumber).slice(-LAST),
      status: 'pending',
      openPayouts: 0,
      verifyAt: tenant.mode === 'sandbox' ? now : null,
      createdAt: now,
      updatedAt: now,
    } satisfies Partial<BankAccount>);
    const payload: BankAccountAddedPayload = { bankAccountId: id, label: labelOf(account) };
    account.raise(BANK_ACCOUNT_ADDED, payload, now);
    return account;
  }

  get view(): BankAccountView {
    return bankAccountView(this);
  }

  /** Throws BankAccountDecided. */
  decide(status: 'verified' | 'failed', now: Date): void {
    if (this.status !== 'pending') throw new BankAccountDecided(this.status);
    this.status = status;
    this.verifyAt = null;
    this.decidedAt = now;
    this.updatedAt = now;
  }

  /** Nobody will decide about it by himself: it waits for a person. */
  leavePending(now: Date): void {
    this.verifyAt = null;
    this.updatedAt = now;
  }

  /** Throws BankAccountInUse. */
  remove(now: Date): void {
    if (this.openPayouts > 0) throw new BankAccountInUse();
    this.verifyAt = null;
    this.deletedAt = now;
    this.updatedAt = now;
  }
}

/** A number without the blanks and hyphens that people put in. */
export const bareNumber = (written: string): string => written.replace(/[ -]/g, '');
