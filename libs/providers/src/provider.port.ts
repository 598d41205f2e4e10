import type { Mode, Money, Msisdn } from '#kernel';

/** Operators and processors by the name that the whole core uses. */
export const PROVIDERS = ['mtn-momo', 'orange-money'] as const;
export type ProviderName = (typeof PROVIDERS)[number];

/** How a payer is asked: by a prompt on the telephone, or on a page of the operator's own. */
export type Channel = 'prompt' | 'page';

/** Why an operator said no, in our words. Every operator's own words are translated to one of these. */
export type DeclineReason =
  | 'insufficient_funds'
  | 'payer_not_found'
  | 'payer_refused'
  | 'limit_reached'
  | 'expired'
  | 'cancelled_by_operator'
  | 'operator_refused';

/** A charge that the payer disputes, as the operator tells it. */
export interface DisputeNotice {
  readonly reason: string;
  /** Null: over the whole amount. */
  readonly amount: Money | null;
}

/**
 * What an operator's answer means. `pending` is also every answer that we do not understand: only an explicit word
 * ends a payment. `unavailable` says that the operator certainly does not have the request; when it may have it, the
 * answer is `pending`. It speaks of this one call: an earlier one with the same reference may have arrived.
 *
 * Creating calls never answer `unknown_reference`; a repeated one may tell how the first one ended. Status calls never
 * answer `accepted` or `unavailable`: an operator that cannot be asked leaves a payment `pending`. They alone answer
 * `unknown_reference`, which is the operator's explicit word that it does not have the reference (yet), or the certainty
 * that it was never asked under it: after a grace period the caller may submit again, with the same reference and never
 * with a new one.
 */
export type ProviderAnswer =
  | { readonly state: 'accepted' }
  | { readonly state: 'pending' }
  | {
      readonly state: 'settled';
      /** The operator's own number of the movement, for people who ask it. */
      readonly operatorTransactionId: string | null;
      /** What the operator says it moved; must equal what we asked for. */
      readonly amount: Money | null;
      /** The operator makes the money available at once, without the usual delay. */
      readonly availableAtOnce: boolean;
      readonly dispute: DisputeNotice | null;
    }
  | { readonly state: 'declined'; readonly reason: DeclineReason; readonly message: string }
  | { readonly state: 'unavailable'; readonly message: string }
  | { readonly state: 'unknown_reference' };

/** One call to an operator, as it is stored: redacted, for people who must find out what happened. */
export interface ProviderExchange {
  readonly operation: string;
  readonly reference: string;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** Body of the answer, at most 4 KiB, without secrets; or what went wrong instead. */
  readonly body: string;
}

export interface Answered {
  readonly answer: ProviderAnswer;
  readonly exchange: ProviderExchange;
}

/** Money asked from a payer. `reference` is ours, was stored before this call, and makes a repeat harmless. */
export interface CollectRequest {
  readonly mode: Mode;
  readonly reference: string;
  readonly externalId: string;
  readonly amount: Money;
  readonly payer: Msisdn;
  readonly message: string;
  /** Where a page of the operator's own leads the payer back to; prompts lead nowhere. */
  readonly returnUrl?: string;
}

export interface RefundRequest {
  readonly mode: Mode;
  readonly reference: string;
  /** The same for every attempt of one refund. */
  readonly externalId: string;
  readonly amount: Money;
  /** Reference of the collection that is given back. */
  readonly collectionReference: string;
  readonly payer: Msisdn;
  readonly message: string;
}

export interface PayOutRequest {
  readonly mode: Mode;
  readonly reference: string;
  readonly externalId: string;
  readonly amount: Money;
  readonly payee: Msisdn;
  readonly message: string;
}

export interface StatusRequest {
  readonly mode: Mode;
  readonly reference: string;
  /** Currency that the amount in the answer is read in. */
  readonly currency: Money['currency'];
  /** Whether we have closed the payment on our side; only simulated operators take note. */
  readonly closed?: boolean;
}

/**
 * Asks payers for money. Never throws for what an operator or the network does: that is an answer. All calls are
 * safe to repeat with the same reference.
 */
export interface CollectsPayments {
  collect(request: CollectRequest): Promise<Answered>;
  collectionStatus(request: StatusRequest): Promise<Answered>;
}

export interface PayerPageRequest {
  readonly mode: Mode;
  readonly reference: string;
}

/**
 * Collects on pages of the operator's own: to collect is to have a page made, on which the payer then pays. Whoever does not
 * know its address cannot pay, so that a page whose address was lost on the way to us is `unavailable`.
 */
export interface SendsPayersToPages {
  /** Where the payer of a collection is to be sent; null when there is no page, or nobody can pay on it any more. */
  payerPage(request: PayerPageRequest): Promise<string | null>;
  /** Origins of all such addresses. */
  pageOrigins(mode: Mode): readonly string[];
}

export interface RefundsPayments {
  refund(request: RefundRequest): Promise<Answered>;
  refundStatus(request: StatusRequest): Promise<Answered>;
}

export interface PaysOut {
  payOut(request: PayOutRequest): Promise<Answered>;
  payOutStatus(request: StatusRequest): Promise<Answered>;
}

export interface AccountHolder {
  readonly active: boolean;
  readonly name: string | null;
}

/** Throws ProviderUnavailable when the operator cannot be asked. */
export interface VerifiesHolders {
  accountHolder(mode: Mode, number: Msisdn): Promise<AccountHolder>;
}

/** Throws ProviderUnavailable when the operator cannot be asked. */
export interface TellsBalance {
  balances(mode: Mode): Promise<{ readonly product: string; readonly balance: Money }[]>;
}

export interface ReceivesCallbacks {
  /** References that a callback may speak of, ours or the operator's; the callback itself proves nothing. */
  readCallback(fields: Readonly<Record<string, unknown>>): string[];
  /** Our references behind names that are the operator's own; of operators that take our references, there are none. */
  referencesOf?(mentions: readonly string[]): Promise<string[]>;
}

export interface NamesRequests {
  /**
   * Whether it is known by what name the operator has a request of ours. A name that is given is kept where none is: a restore
   * to an earlier moment forgets those of the time after it, and the operator would make the movement once more.
   */
  recall(reference: string, name: string): Promise<boolean>;
}

/** An operator. Powers beyond the name are opt-in: what an adapter implements, it can do. */
export interface Provider
  extends
    Partial<CollectsPayments>,
    Partial<SendsPayersToPages>,
    Partial<RefundsPayments>,
    Partial<PaysOut>,
    Partial<VerifiesHolders>,
    Partial<TellsBalance>,
    Partial<ReceivesCallbacks>,
    Partial<NamesRequests> {
  readonly name: ProviderName;
  /** Whether it can be reached in a mode with the credentials that are configured. */
  serves(mode: Mode): boolean;
}
