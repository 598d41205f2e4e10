import { createHash } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, Money, type Tenant } from '#kernel';
import { MerchantTermsService } from '#merchants';
import {
  CONFIG,
  ConstraintViolation,
  Idempotency,
  isTaken,
  UnitOfWork,
  type Config,
  type IdempotencyRequest,
  type Once,
  type Transaction,
} from '#platform';
import { Providers, type ProviderName } from '#providers';
import { PaymentOpening } from './payment-opening.service.js';
import { Payment } from './payment.aggregate.js';
import { DuplicatePayment, PaymentMethodNotEnabled } from './payment.errors.js';
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
}

/**
 * Starts a payment and asks the operator for it. The payment comes back pending, or failed when the operator refused
 * at once or could not be reached; when the operator's answer was lost it is pending, and the worker finds out.
 *
 * Throws PaymentMethodNotEnabled, DuplicatePayment, IdempotencyMismatch, IdempotencyInProgress. With an idempotency
 * request it is safe to repeat.
 */
export class InitiatePayment extends Command<Once<PaymentView>> {
  constructor(
    readonly request: PaymentRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

const NO_DUPLICATE = 'payment_intents_no_duplicate';
const GUARD_INTENT = `INSERT INTO payment_intents
  (organization_id, mode, fingerprint, payment_id, guarded_until, guard, started_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (organization_id, mode, fingerprint) DO UPDATE SET payment_id = excluded.payment_id,
    guarded_until = excluded.guarded_until, guard = excluded.guard, started_at = excluded.started_at`;

@CommandHandler(InitiatePayment)
export class InitiatePaymentHandler implements ICommandHandler<InitiatePayment> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly terms: MerchantTermsService,
    private readonly providers: Providers,
    private readonly opening: PaymentOpening,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute(command: InitiatePayment): Promise<Once<PaymentView>> {
    const { request, idempotency } = command;
    await this.requireEnabled(request);
    try {
      const payment = await this.persist(request, idempotency);
      return { result: await this.opening.open(payment, idempotency), replayed: false };
    } catch (error) {
      if (idempotency && isTaken(error)) return this.repeated(command, idempotency);
      throw duplicateOf(error);
    }
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
      this.guard(tx, payment, idempotency === null && !request.allowDuplicate, now);
      if (idempotency) this.idempotency.claim(tx, idempotency, payment.id);
      tx.save(payment);
      return Promise.resolve();
    });
    return payment.view;
  }

  private guard(tx: Transaction, payment: Payment, guard: boolean, now: Date): void {
    const intent = createHash('sha256').update(`${payment.payerMsisdn} ${payment.amount} ${payment.currency}`).digest();
    const guardedUntil = new Date(now.getTime() + this.config.duplicateWindowSeconds * 1000);
    tx.write(GUARD_INTENT, [payment.organizationId, payment.mode, intent, payment.id, guardedUntil, guard, now]);
  }

  /** The wallets of this market hold XAF: dollars are collected in francs at the rate of the moment. */
  private collected(amount: Money): Money {
    return amount.currency === 'USD' ? amount.convert(this.config.usdToXaf, 'XAF') : amount;
  }

  private async requireEnabled({ tenant, provider }: PaymentRequest): Promise<void> {
    const reachable = this.providers.names(tenant.mode);
    const { paymentMethods } = await this.terms.of(tenant.organizationId);
    const enabled = paymentMethods ? reachable.filter((name) => paymentMethods.includes(name)) : reachable;
    if (!enabled.includes(provider)) throw new PaymentMethodNotEnabled(enabled);
  }

  private async repeated(command: InitiatePayment, idempotency: IdempotencyRequest): Promise<Once<PaymentView>> {
    const earlier = await this.idempotency.find(idempotency);
    if (earlier) return { result: await this.opening.resume(earlier, idempotency), replayed: true };
    await this.idempotency.dropLapsed(idempotency);
    return this.execute(command);
  }
}

function duplicateOf(error: unknown): unknown {
  const duplicate = error instanceof ConstraintViolation && error.constraint === NO_DUPLICATE && error.detail;
  return duplicate ? new DuplicatePayment(duplicate) : error;
}
