import { randomBytes, randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf, saysClosed } from '../http/headers.js';
import { outcomeKeyOf, paymentOutcome, payoutOutcome, payoutOutcomeOfAmount, type Submission } from '../outcomes.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { StateStore, type DocumentCollection } from '../state/state-store.js';
import { IntakeService, type RefusalWords } from '../transactions/intake.service.js';
import { OutcomeOverridesService } from '../transactions/outcome-overrides.service.js';
import { paymentPlan, payoutPlan, refundPlan } from '../transactions/settlement-plan.js';
import type { SettlementPlan, SimulatedTransaction, TransactionAddress } from '../transactions/transaction.js';
import { TransactionsService } from '../transactions/transactions.service.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';
import {
  backendUnavailable,
  LAPSED_PAY_TOKEN,
  malformed,
  messageOf,
  ORANGE_MONEY_FAILURE_CODES,
  refusal,
} from './orange-money.errors.js';
import { CHANNEL_ACCOUNT } from './orange-money-operator.js';
import { readBody, readPayment, type OrangeMoneyPayment } from './orange-money.requests.js';
import { ORANGE_MONEY, ORANGE_MONEY_SANDBOX } from './orange-money-settings.js';
import {
  CHANNEL,
  codeOf,
  lapsedData,
  presentData,
  REFUND_ID,
  TRANSACTION_ID,
  type OrangeMoneyOperation,
} from './orange-money.statuses.js';

type Answer = Record<string, unknown>;

interface PayToken {
  readonly operation: OrangeMoneyOperation;
  readonly createdAt: string;
}

/** What becomes of a pay call, and which payment it gives back, if any. */
interface Course {
  readonly submission: Submission;
  readonly plan: SettlementPlan;
  readonly original: TransactionAddress | null;
}

const PREFIX: Readonly<Record<OrangeMoneyOperation, string>> = { mp: 'MP', cashin: 'CI' };

/** Tokens, what is paid with them, and how that stands (Orange page §B3, §B4, §B9). */
@Injectable()
export class OrangeMoneyTransactionsService {
  private readonly payTokens: DocumentCollection<PayToken>;
  private lastNumber = randomInt(10_000);

  constructor(
    private readonly transactions: TransactionsService,
    private readonly intake: IntakeService,
    private readonly overrides: OutcomeOverridesService,
    private readonly access: OrangeMoneyAccessService,
    private readonly clock: SimulatedClock,
    state: StateStore,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {
    this.payTokens = state.collection('orange-money/pay-tokens');
  }

  init(operation: OrangeMoneyOperation): Answer {
    const payToken = `${PREFIX[operation]}${this.date()}${randomBytes(10).toString('hex').toUpperCase()}`;
    this.payTokens.put(payToken, { operation, createdAt: this.clock.nowIso() });
    return { message: 'Payment request successfully initiated', data: { payToken } };
  }

  /** @throws OrangeMoneyError 422 for a token that was paid with before: that is what makes a repeat harmless. */
  pay(operation: OrangeMoneyOperation, request: FastifyRequest): Answer {
    const body = readBody(request.body);
    this.access.checkChannel(body['channelUserMsisdn'], body['pin']);
    const payment = readPayment(body, operation === 'mp');
    const token = this.tokenOf(operation, payment.payToken);
    if (this.transactions.find(addressOf(payment.payToken))) throw malformed(422, 'The payToken was already used.');
    if (this.hasLapsed(token)) throw refusal(LAPSED_PAY_TOKEN, lapsedData(token, payment.payToken));
    const course = operation === 'mp' ? this.collecting(payment) : this.sending(payment, request);
    const draft = this.draft(payment, operation, course, request);
    const taken = this.intake.take(draft, course.submission, WORDS);
    const pending = { ...draft, ...UNRECORDED, createdAt: this.clock.nowIso() };
    if (operation === 'mp') return told('Merchant payment successfully initiated', taken ?? pending);
    // Cash-ins are made while the caller waits. One that cannot be made at once takes its course and is asked for.
    const made = taken?.plan.dueAtMs === null ? taken : taken && this.transactions.query(taken, false);
    if (!made || made.status !== 'failed') return told('Cash in performed successfully', made ?? pending);
    throw refusal(codeOf(made.failureCode) ?? '', presentData(made));
  }

  /** Sends the prompt anew; the handset shows it anyway. */
  push(payToken: string): Answer {
    this.tokenOf('mp', payToken);
    const transaction = this.transactions.find(addressOf(payToken));
    if (transaction?.status !== 'pending') throw malformed(422, 'The transaction cannot be confirmed.');
    return told('Push sent to customer', transaction);
  }

  status(operation: OrangeMoneyOperation, payToken: string, request: FastifyRequest): Answer {
    const token = this.tokenOf(operation, payToken);
    const transaction = this.transactions.query(addressOf(payToken), saysClosed(request));
    if (transaction) return told('Transaction retrieved successfully', transaction);
    const word = this.hasLapsed(token) ? 'EXPIRED' : 'INITIATED';
    return { message: 'Transaction retrieved successfully', data: lapsedData(token, payToken, word) };
  }

  private collecting({ payToken, orderId, subscriberMsisdn }: OrangeMoneyPayment): Course {
    const chosen = this.chosenFor(payToken, orderId) ?? this.overrides.ofNumber(ORANGE_MONEY, subscriberMsisdn);
    const outcome = paymentOutcome(chosen ?? outcomeKeyOf(subscriberMsisdn));
    return { submission: outcome.submission, plan: paymentPlan(outcome, this.context()), original: null };
  }

  /**
   * Orange knows no refunds: each is a cash-in like any other. The sandbox lets the caller say which payment one gives
   * back, and by which id of its own, so that the rows for refunds can be played (docs/adr/0008).
   */
  private sending({ payToken, orderId, amount }: OrangeMoneyPayment, request: FastifyRequest): Course {
    const originalToken = headerOf(request, 'x-refund-of');
    const chosen = this.chosenFor(payToken, orderId);
    if (originalToken === undefined) {
      const outcome = chosen === undefined ? payoutOutcomeOfAmount(amount) : payoutOutcome(chosen);
      const plan = atOnceUnlessSpecial(payoutPlan(outcome, this.context()), outcome.settles === 'after-delay');
      return { submission: 'accepted', plan, original: null };
    }
    const original = addressOf(originalToken);
    const refundId = headerOf(request, 'x-refund-id');
    const earlier = this.transactions.refunds(original).filter(({ details }) => details[REFUND_ID] === refundId).length;
    const row = chosen === undefined ? this.transactions.find(original)?.plan : paymentOutcome(chosen);
    const plan = refundPlan(row?.refunds ?? 'succeed', earlier, this.context());
    return {
      submission: 'accepted',
      plan: atOnceUnlessSpecial(plan, plan.settles !== 'never' && plan.failureCode === null),
      original,
    };
  }

  private draft(
    payment: OrangeMoneyPayment,
    operation: OrangeMoneyOperation,
    { plan, original }: Course,
    request: FastifyRequest,
  ) {
    const refundId = headerOf(request, 'x-refund-id');
    const kind = operation === 'mp' ? 'collection' : original === null ? 'transfer' : 'refund';
    return {
      ...addressOf(payment.payToken),
      kind,
      amount: payment.amount,
      currency: ORANGE_MONEY_SANDBOX.currency,
      externalId: payment.orderId,
      counterparty: { type: 'MSISDN', id: payment.subscriberMsisdn },
      message: payment.description,
      original,
      callbackUrl: payment.notifUrl,
      details: {
        [TRANSACTION_ID]: this.nextTransactionId(operation),
        [CHANNEL]: this.settings.orangeMoney.channelMsisdn,
        ...(kind === 'refund' && refundId !== undefined && { [REFUND_ID]: refundId }),
      },
      plan,
    } as const;
  }

  /** An outcome may be chosen for the token or, before there is one, for the order. */
  private chosenFor(payToken: string, orderId: string) {
    return this.overrides.ofReference(ORANGE_MONEY, payToken) ?? this.overrides.ofReference(ORANGE_MONEY, orderId);
  }

  private tokenOf(operation: OrangeMoneyOperation, payToken: string): PayToken {
    const token = this.payTokens.get(payToken);
    if (token?.operation !== operation) throw malformed(404, 'The payToken does not exist.');
    return token;
  }

  private hasLapsed({ createdAt }: PayToken): boolean {
    return Date.parse(createdAt) + this.settings.orangeMoney.payTokenTtlSeconds * 1_000 <= this.clock.nowMs();
  }

  /** Such as MP250109.1412.B45678. */
  private nextTransactionId(operation: OrangeMoneyOperation): string {
    this.lastNumber += 1;
    const time = this.clock.nowIso().slice(11, 16).replace(':', '');
    const letter = String.fromCharCode('A'.charCodeAt(0) + (Math.floor(this.lastNumber / 100_000) % 26));
    return `${PREFIX[operation]}${this.date()}.${time}.${letter}${String(this.lastNumber % 100_000).padStart(5, '0')}`;
  }

  private date(): string {
    return this.clock.nowIso().slice(2, 10).replaceAll('-', '');
  }

  private context() {
    return this.transactions.planContext(ORANGE_MONEY);
  }
}

const WORDS: RefusalWords = {
  refused: (code) => refuse(codeOf(code) ?? ORANGE_MONEY_FAILURE_CODES['processing-error']),
  limitReached: () => refuse(ORANGE_MONEY_FAILURE_CODES['payer-limit-reached']),
  unreachable: backendUnavailable,
};

const UNRECORDED = { status: 'pending', failureCode: null, financialTransactionId: null, finishedAt: null } as const;

function refuse(code: string): Error {
  return refusal(code, { txnid: null, inittxnstatus: code, inittxnmessage: messageOf(code), status: 'FAILED' });
}

function told(message: string, transaction: SimulatedTransaction): Answer {
  return { message, data: presentData(transaction) };
}

/** A plan without a due time is not moved by the pay call itself: its first status query, or nobody, ends it. */
function atOnceUnlessSpecial(plan: SettlementPlan, atOnce: boolean): SettlementPlan {
  return atOnce ? { ...plan, settles: 'at-first-query' } : { ...plan, dueAtMs: null };
}

function addressOf(payToken: string): TransactionAddress {
  return { operator: ORANGE_MONEY, account: CHANNEL_ACCOUNT, reference: payToken };
}
