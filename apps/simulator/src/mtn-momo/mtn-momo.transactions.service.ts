import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { headerOf, saysClosed } from '../http/headers.js';
import { outcomeKeyOf, paymentOutcome, payoutOutcome, payoutOutcomeOfAmount, type Submission } from '../outcomes.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { IntakeService, type RefusalWords } from '../transactions/intake.service.js';
import { OutcomeOverridesService } from '../transactions/outcome-overrides.service.js';
import { paymentPlan, payoutPlan, planOf, refundPlan } from '../transactions/settlement-plan.js';
import type {
  Party,
  SettlementPlan,
  SimulatedTransaction,
  TransactionAddress,
  TransactionDraft,
  TransactionKind,
} from '../transactions/transaction.js';
import { TransactionsService } from '../transactions/transactions.service.js';
import { callerOf } from './mtn-momo.access.guard.js';
import { duplicateReference, notFound, refusal, unavailable } from './mtn-momo.errors.js';
import { publishedCourse, type PublishedCourse } from './published-numbers.js';
import { MTN_MOMO } from './mtn-momo-operator.js';
import {
  productOf,
  readBody,
  readMoney,
  readParty,
  readReference,
  requireSandboxCurrency,
  type MtnMomoMoney,
} from './mtn-momo.requests.js';
import { MTN_MOMO_FAILURE_CODES, PAYEE_NOTE, PENDING_WORD } from './mtn-momo.statuses.js';

/** What distinguishes the three creating calls from each other. */
interface Creation {
  readonly kind: TransactionKind;
  readonly counterparty: Party | null;
  readonly original: TransactionAddress | null;
  readonly submission: Submission;
  readonly plan: SettlementPlan;
  readonly delayed: boolean;
}

const WORDS: RefusalWords = {
  refused: refusal,
  limitReached: () => refusal(MTN_MOMO_FAILURE_CODES['payer-limit-reached']),
  unreachable: unavailable,
};

/** The creating calls and their status (§3). A creating call answers nothing: whoever returns has said 202. */
@Injectable()
export class MtnMomoTransactionsService {
  constructor(
    private readonly transactions: TransactionsService,
    private readonly overrides: OutcomeOverridesService,
    private readonly intake: IntakeService,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {}

  requestToPay(request: FastifyRequest): void {
    const body = readBody(request.body);
    const counterparty = readParty(body['payer']);
    const reference = referenceOf(request);
    const chosen =
      this.overrides.ofReference(MTN_MOMO, reference) ?? this.overrides.ofNumber(MTN_MOMO, counterparty.id);
    const published = chosen === undefined ? publishedCourse(counterparty.id, 'collection') : null;
    const outcome = paymentOutcome(chosen ?? outcomeKeyOf(counterparty.id));
    this.create(request, readMoney(body), {
      kind: 'collection',
      counterparty,
      original: null,
      submission: published ? 'accepted' : outcome.submission,
      plan: published ? this.publishedPlan(published) : paymentPlan(outcome, this.context()),
      delayed: published?.delayed ?? false,
    });
  }

  transfer(request: FastifyRequest): void {
    const body = readBody(request.body);
    const counterparty = readParty(body['payee']);
    const money = readMoney(body);
    const chosen = this.overrides.ofReference(MTN_MOMO, referenceOf(request));
    const published = chosen === undefined ? publishedCourse(counterparty.id, 'transfer') : null;
    const outcome = chosen === undefined ? payoutOutcomeOfAmount(money.amount) : payoutOutcome(chosen);
    this.create(request, money, {
      kind: 'transfer',
      counterparty,
      original: null,
      submission: 'accepted',
      plan: published ? this.publishedPlan(published) : payoutPlan(outcome, this.context()),
      delayed: published?.delayed ?? false,
    });
  }

  refund(request: FastifyRequest): void {
    const body = readBody(request.body);
    const money = readMoney(body);
    const originalReference = body['referenceIdToRefund'];
    const original: TransactionAddress = {
      operator: MTN_MOMO,
      account: 'collection',
      reference: readReference(typeof originalReference === 'string' ? originalReference : undefined),
    };
    const payment = this.transactions.find(original);
    const chosen = this.overrides.ofReference(MTN_MOMO, referenceOf(request));
    const behaviour = chosen === undefined ? payment?.plan.refunds : paymentOutcome(chosen).refunds;
    const attempts = this.transactions.refunds(original).filter((each) => each.externalId === money.externalId).length;
    this.create(request, money, {
      kind: 'refund',
      counterparty: payment?.counterparty ?? null,
      original,
      submission: 'accepted',
      plan: refundPlan(behaviour ?? 'succeed', attempts, this.context()),
      delayed: false,
    });
  }

  /** @throws MtnMomoError 400 for a malformed reference, 404 for one that this kind does not have. */
  status(request: FastifyRequest, kind: TransactionKind, reference: string): SimulatedTransaction {
    const address = addressOf(request, readReference(reference));
    if (this.transactions.find(address)?.kind !== kind) throw notFound();
    const transaction = this.transactions.query(address, saysClosed(request));
    if (!transaction) throw notFound();
    return transaction;
  }

  private create(request: FastifyRequest, money: MtnMomoMoney, creation: Creation): void {
    const address = addressOf(request, referenceOf(request));
    requireSandboxCurrency(money.currency);
    const callbackUrl = this.callbackUrlOf(request);
    // A reference must not be the API user's own id either (§7).
    if (this.transactions.find(address) || address.reference === callerOf(request).id) throw duplicateReference();
    const draft: TransactionDraft = {
      ...address,
      kind: creation.kind,
      amount: money.amount,
      currency: money.currency,
      externalId: money.externalId,
      counterparty: creation.counterparty,
      message: money.payerMessage,
      original: creation.original,
      callbackUrl,
      details: {
        ...(money.payeeNote !== null && { [PAYEE_NOTE]: money.payeeNote }),
        ...(creation.delayed && { [PENDING_WORD]: 'CREATED' }),
      },
      plan: creation.plan,
    };
    this.intake.take(draft, creation.submission, WORDS);
  }

  /** Another host than the API user's fails the whole call (§6). */
  private callbackUrlOf(request: FastifyRequest): string | null {
    const text = headerOf(request, 'x-callback-url');
    if (text === undefined) return null;
    const url = URL.canParse(text) ? new URL(text) : null;
    const allowedHost = callerOf(request).providerCallbackHost.toLowerCase();
    const isAllowed = url && /^https?:$/.test(url.protocol) && (allowedHost === '*' || allowedHost === url.hostname);
    if (!isAllowed) throw refusal('INVALID_CALLBACK_URL_HOST');
    return text;
  }

  private publishedPlan({ settles, failureCode, delayed }: PublishedCourse): SettlementPlan {
    const context = this.context();
    const approveAfterMs = delayed ? this.settings.delayedApprovalMs : context.approveAfterMs;
    return planOf({ settles }, failureCode, { ...context, approveAfterMs });
  }

  private context() {
    return this.transactions.planContext(MTN_MOMO);
  }
}

function referenceOf(request: FastifyRequest): string {
  return readReference(headerOf(request, 'x-reference-id'));
}

function addressOf(request: FastifyRequest, reference: string): TransactionAddress {
  return { operator: MTN_MOMO, account: productOf(request), reference };
}
