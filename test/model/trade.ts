import { DecideDispute, OpenDispute, SubmitEvidence, type DisputeView } from '#disputes';
import { DomainError, Money, uuidv7, type Tenant } from '#kernel';
import {
  CancelPayment,
  CancelPaymentLink,
  CreatePaymentLink,
  DueChecks,
  InitiatePayment,
  ReceiveCallback,
  RequestPayout,
  RequestRefund,
  RetryRefund,
  type CheckedKind,
  type PaymentLinkView,
  type PaymentView,
  type PayoutView,
  type RefundView,
} from '#payments';
import { fingerprint, JobWorkers, SharedClock } from '#platform';
import type { ProviderName } from '#providers';
import { RebuildBalanceDays, RebuildDailyStatistics } from '#reporting';
import { ACTOR_ID } from '../support/administrator.js';
import type { TestCore } from '../support/core.js';
import { relayAll } from '../support/outbox.js';
import { aPayer, paymentRequest } from '../support/payments.js';
import { MTN_MOMO, operatorsFilter } from '../support/simulator.js';
import { DONE, type Outcome } from './merchant-model.js';
import type { ModelLink, ModelPayment, ModelPayout } from './model-records.js';
import type { HandsetDecision, Row } from './operator-rows.js';

export interface PaymentPlan {
  readonly row: Row;
  readonly provider: ProviderName;
  readonly amount: number;
  readonly link: ModelLink | null;
}

/** One merchant of the platform itself, with its payers, its operators and the staff: everything that a command may do. */
export class Trade {
  readonly tenant: Tenant = { organizationId: uuidv7(), mode: 'sandbox' };

  constructor(readonly core: TestCore) {}

  get now(): Date {
    return this.core.get(SharedClock).now();
  }

  /** Asked for twice under one key, it is one payment. */
  async pay({ row, provider, amount, link }: PaymentPlan): Promise<PaymentView | Outcome> {
    const wish = { amount: String(amount), payer: aPayer(row), provider };
    const request = { ...paymentRequest(this.tenant, wish), allowDuplicate: true, paymentLinkId: link?.id ?? null };
    const key = uuidv7();
    const idempotency = { tenant: this.tenant, operation: 'test.pay', key, fingerprint: fingerprint(key) };
    const ask = () => outcomeOf(this.core.commands.execute(new InitiatePayment(request, idempotency)));
    const first = await ask();
    if (typeof first === 'string') return first;
    expect(await ask()).toMatchObject({ replayed: true, result: { id: first.result.id } });
    return first.result;
  }

  /** The operator answers as usual, and has nothing. */
  async payAndBeForgotten(plan: PaymentPlan): Promise<PaymentView | Outcome> {
    this.core.simulator.control.setFaults(MTN_MOMO, { creations: 'vanishes' });
    try {
      return await this.pay(plan);
    } finally {
      this.core.simulator.control.setFaults(MTN_MOMO, {});
    }
  }

  async decide(payment: ModelPayment, decision: HandsetDecision): Promise<void> {
    const [row] = await this.core.database.query<{ reference: string }>(
      'SELECT provider_reference AS reference FROM payments WHERE id = $1',
      [payment.id],
    );
    const { control } = this.core.simulator;
    const [asked] = control.transactions(payment.provider, operatorsFilter(payment.provider, row!.reference));
    control.decide(payment.provider, asked!.reference, decision);
  }

  async decidePayout({ id }: ModelPayout, decision: 'approve' | 'refuse'): Promise<void> {
    const [asked] = this.core.simulator.control.transactions(MTN_MOMO, { externalId: id });
    this.core.simulator.control.decide(MTN_MOMO, asked!.reference, decision);
  }

  check(kind: CheckedKind, id: string): Promise<void> {
    return this.core.get(DueChecks).check(kind, id);
  }

  callBack({ id, provider }: ModelPayment, status: string, trusted: boolean): Promise<void> {
    const body = JSON.stringify({ externalId: id, status });
    return this.core.commands.execute(new ReceiveCallback({ provider, fields: {}, named: [id], body, trusted }));
  }

  cancel({ id }: ModelPayment): Promise<PaymentView | Outcome> {
    return outcomeOf(this.core.commands.execute(new CancelPayment(this.tenant, id, null)));
  }

  async refund({ id: paymentId }: ModelPayment, amount: number): Promise<RefundView | Outcome> {
    const request = { tenant: this.tenant, paymentId, amount, description: null, reason: null, actorId: null };
    const done = await outcomeOf(this.core.commands.execute(new RequestRefund(request, null)));
    return typeof done === 'string' ? done : done.result;
  }

  retry(refundId: string): Promise<RefundView | Outcome> {
    return outcomeOf(this.core.commands.execute(new RetryRefund(this.tenant, refundId)));
  }

  async payOut(amount: number): Promise<PayoutView | Outcome> {
    const money = Money.of(amount, 'XAF');
    const request = { tenant: this.tenant, amount: money, description: null, bankAccountId: null, actorId: null };
    const done = await outcomeOf(this.core.commands.execute(new RequestPayout(request, null)));
    return typeof done === 'string' ? done : done.result;
  }

  async createLink(amount: number, maxUses: number | null): Promise<PaymentLinkView> {
    const request = { tenant: this.tenant, type: 'fixed', amount: Money.of(amount, 'XAF'), maxUses } as const;
    const plain = {
      description: null,
      metadata: {},
      providers: null,
      redirectUrl: null,
      keepRedirectUrl: false,
    } as const;
    const whole = { ...request, ...plain, expiresAt: null, actorId: null };
    return (await this.core.commands.execute(new CreatePaymentLink(whole, null))).result;
  }

  cancelLink({ id }: ModelLink): Promise<PaymentLinkView | Outcome> {
    return outcomeOf(this.core.commands.execute(new CancelPaymentLink(this.tenant, id, null)));
  }

  contest({ id: paymentId }: ModelPayment): Promise<DisputeView | Outcome> {
    const request = { paymentId, reason: 'Never delivered', providerReference: null, actorId: ACTOR_ID };
    return outcomeOf(this.core.commands.execute(new OpenDispute(request)));
  }

  submitEvidence(disputeId: string): Promise<object | Outcome> {
    const words = { documents: ['note.pdf'], files: [], description: 'Delivery note', additionalInfo: null };
    const request = { tenant: this.tenant, disputeId, ...words, actorId: ACTOR_ID };
    return outcomeOf(this.core.commands.execute(new SubmitEvidence(request)));
  }

  decideDispute(disputeId: string, outcome: 'won' | 'lost'): Promise<DisputeView | Outcome> {
    const decision = { disputeId, outcome, note: null, actorId: ACTOR_ID };
    return outcomeOf(this.core.commands.execute(new DecideDispute(decision)));
  }

  job(
    name: 'release-settlements' | 'lose-unanswered-disputes' | 'fold-balance-days' | 'fold-list-counts',
  ): Promise<void> {
    return this.core.get(JobWorkers).runNow(name);
  }

  relay(): Promise<void> {
    return relayAll(this.core);
  }

  async rebuild(): Promise<void> {
    await this.core.commands.execute(new RebuildDailyStatistics());
    await this.core.commands.execute(new RebuildBalanceDays());
  }

  async pass(ms: number): Promise<void> {
    await this.core.get(SharedClock).move(ms);
  }
}

/** What a command came to, or the code of its refusal; whatever else it throws is a failure of the run. */
function outcomeOf<T extends object>(work: Promise<T>): Promise<T | Outcome> {
  return work.catch((error: unknown) => {
    if (error instanceof DomainError) return error.code;
    throw error;
  });
}

export const codeOf = (outcome: object | Outcome): Outcome => (typeof outcome === 'string' ? outcome : DONE);
