import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, Money, type Tenant } from '#kernel';
import {
  Audit,
  CONFIG,
  Idempotency,
  isTaken,
  UnitOfWork,
  type Config,
  type IdempotencyRequest,
  type Once,
} from '#platform';
import type { ProviderName } from '#providers';
import { DuplicateGuard, duplicateOf } from './duplicate-guard.service.js';
import { PaymentMethods } from './payment-methods.service.js';
import { PaymentOpening } from './payment-opening.service.js';
import { Payment } from './payment.aggregate.js';
import { PaymentMethodNotEnabled } from './payment.errors.js';
import type { PaymentView } from './payment-view.js';

export interface PaymentRequest {
  readonly tenant: Tenant;
  readonly amount: Money;
  readonly provider: ProviderName;
  /** E.164. */
  readonly payerMsisdn: string;
  readonly description: string;
  readonly metadata: Record<string, unknown>;
  readonly paymentLinkId?: string | null;
  readonly customerId?: string | null;
  readonly orderId?: string | null;
  readonly invoiceId?: string | null;
  /** Let it through although it equals a recent one. */
  readonly allowDuplicate: boolean;
  /** The account that asks; null where it was none. */
  readonly actorId: string | null;
}

/**
 * Starts a payment and asks the operator for it. The payment comes back pending, or failed when the operator refused
 * at once or could not be reached; when the operator's answer was lost it is pending, and the worker finds out.
 *
 * Throws InvalidInput, PaymentMethodNotEnabled, DuplicatePayment, IdempotencyMismatch, IdempotencyInProgress. With an
 * idempotency request it is safe to repeat.
 */
export class InitiatePayment extends Command<Once<PaymentView>> {
  constructor(
    readonly request: PaymentRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

/** The doors show no larger amount, and no wallet of this market holds one. */
const LARGEST_COLLECTION = Money.of('9999999999999', 'XAF');

@CommandHandler(InitiatePayment)
export class InitiatePaymentHandler implements ICommandHandler<InitiatePayment> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly methods: PaymentMethods,
    private readonly opening: PaymentOpening,
    private readonly duplicates: DuplicateGuard,
    private readonly audit: Audit,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(command: InitiatePayment): Promise<Once<PaymentView>> {
    const { request, idempotency } = command;
    const enabled = await this.methods.enabledFor(request.tenant);
    if (!enabled.includes(request.provider)) return this.refuse(command, enabled);
    try {
      const payment = await this.persist(request, idempotency);
      return { result: await this.opening.open(payment, idempotency), replayed: false };
    } catch (error) {
      if (!idempotency || !isTaken(error)) throw duplicateOf(error);
    }
    return (await this.repeated(idempotency)) ?? this.again(command, idempotency);
  }

  /** Our reference is committed before the operator hears of it: whatever happens next, the money can be found. */
  private async persist(request: PaymentRequest, idempotency: IdempotencyRequest | null): Promise<PaymentView> {
    const now = this.clock.now();
    const payment = Payment.initiate(
      {
        ...request,
        providerAmount: this.collected(request.amount),
        exchangeRate: request.amount.currency === 'USD' ? this.config.usdToXaf : '1',
        lifetimeMinutes: this.config.paymentLifetimeMinutes,
      },
      now,
    );
    await this.unitOfWork.run((tx) => {
      this.duplicates.note(tx, payment, idempotency === null && !request.allowDuplicate);
      if (idempotency) this.idempotency.claim(tx, idempotency, payment.id);
      tx.save(payment);
      const { tenant, actorId } = request;
      const { organizationId } = tenant;
      this.audit.record(tx, { action: 'payment.created', organizationId, actorId, recordId: payment.id });
      return Promise.resolve();
    });
    return payment.view;
  }

  /**
   * The wallets of this market hold XAF: dollars are collected in francs at the rate of the moment. Throws InvalidInput
   * when that is more than anybody has.
   */
  private collected(amount: Money): Money {
    if (amount.currency !== 'USD') return amount;
    const francs = amount.convert(this.config.usdToXaf, 'XAF');
    if (francs.greaterThan(LARGEST_COLLECTION)) throw new InvalidInput({ amount: ['is more than can be collected'] });
    return francs;
  }

  /** What became of an earlier call, and that there is an equal payment, is said before what the organisation lacks. */
  private async refuse({ request, idempotency }: InitiatePayment, enabled: string[]): Promise<Once<PaymentView>> {
    const { tenant, payerMsisdn, amount, allowDuplicate } = request;
    const earlier = idempotency && (await this.repeated(idempotency));
    if (earlier) return earlier;
    if (!idempotency && !allowDuplicate) await this.duplicates.refuseDuplicate(tenant, payerMsisdn, amount);
    throw new PaymentMethodNotEnabled(enabled);
  }

  private async repeated(idempotency: IdempotencyRequest): Promise<Once<PaymentView> | null> {
    const earlier = await this.idempotency.find(idempotency);
    return earlier && { result: await this.opening.resume(earlier, idempotency), replayed: true };
  }

  /** The key is taken by a call whose time is over. */
  private async again(command: InitiatePayment, idempotency: IdempotencyRequest): Promise<Once<PaymentView>> {
    await this.idempotency.dropLapsed(idempotency);
    return this.execute(command);
  }
}
