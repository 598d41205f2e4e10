import type { Answer } from '../../support/platform-processes/dashboard-client.js';
import type { PayerRow } from './payer-rows.js';

/** What somebody was told of a payment that was asked for. */
export interface AcknowledgedPayment {
  readonly idempotencyKey: string;
  readonly row: PayerRow;
  readonly amount: number;
  /** `started`, or ended at the first call: refused by the operator, it could not be reached, or one of both. */
  readonly told: 'started' | 'refused' | 'unreachable' | 'failed';
  /** Null for a payer of a link who was told that it failed. */
  readonly paymentId: string | null;
  /** Null where no link was paid. */
  readonly linkId: string | null;
}

/** What a payer meant to pay, in however many attempts: the payment that was started in the end, or null. */
export interface MeantPayment {
  readonly row: PayerRow;
  readonly paymentId: string | null;
}

export interface AcknowledgedRefund {
  readonly idempotencyKey: string;
  readonly refundId: string;
  readonly paymentId: string;
  readonly row: PayerRow;
  readonly amount: number;
}

export interface AcknowledgedPayout {
  readonly idempotencyKey: string;
  readonly payoutId: string;
  readonly amount: number;
}

/** Something that was asked for, refused for good reason, and must have left nothing behind. */
export interface Refused {
  readonly idempotencyKey: string;
  readonly why: string;
}

export interface KnownLink {
  readonly linkId: string;
  readonly isReusable: boolean;
}

/** A call that was answered, and what its answer meant: whoever repeats it is to be told the same. */
export interface Answered {
  readonly idempotencyKey: string;
  readonly told: string;
  /** Makes the same call again and says what that answer means. */
  again(): Promise<string>;
}

/** Reads something back that was acknowledged. */
export interface Readable {
  readonly what: string;
  read(): Promise<Answer>;
}

/** What everybody outside knows: merchants' own systems, and payers. */
export class Records {
  readonly payments: AcknowledgedPayment[] = [];
  readonly meant: MeantPayment[] = [];
  readonly refunds: AcknowledgedRefund[] = [];
  readonly payouts: AcknowledgedPayout[] = [];
  readonly links: KnownLink[] = [];
  /** Endpoints of webhooks with what they asked for, in the words of the core; null: all that are told at all. */
  readonly endpoints = new Map<string, readonly string[] | null>();
  readonly refused: Refused[] = [];
  readonly answered: Answered[] = [];
  readonly readable: Readable[] = [];
  /** Of what was told again after the storm. */
  readonly contradictions: string[] = [];
  /** Answers that no client can make sense of, and what was given up. */
  readonly complaints: string[] = [];
  /** Why calls were made again, and how often. */
  readonly repeats = new Map<string, number>();
  /** Refunds of payments that were never paid. */
  moot = 0;

  repeated(why: string): void {
    this.repeats.set(why, (this.repeats.get(why) ?? 0) + 1);
  }
}
