import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Audit, Idempotency, isTaken, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { DuplicateGuard, duplicateOf } from './duplicate-guard.service.js';
import { PaymentInitiation } from './payment-initiation.service.js';
import { PaymentMethods } from './payment-methods.service.js';
import { PaymentOpening } from './payment-opening.service.js';
import { PaymentMethodNotEnabled } from './payment.errors.js';
import type { PaymentRequest } from './payment-request.js';
import type { PaymentView } from './payment-view.js';
import { planCheck } from '../due/due-check.js';

/**
 * Starts a payment and asks the operator for it. The payment comes back pending, or failed when the operator refused
 * at once or could not be reached; when the operator's answer was lost it is pending, and the worker finds out.
 *
 * Throws InvalidInput, PaymentMethodNotEnabled, DuplicatePayment, IdempotencyMismatch, IdempotencyInProgress; for a link
 * PaymentLinkNotFound and PaymentLinkClosed, for an order the conflicts of PaymentPurposes. With an idempotency request
 * it is safe to repeat.
 */
export class InitiatePayment extends Command<Once<PaymentView>> {
  constructor(
    readonly request: PaymentRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(InitiatePayment)
export class InitiatePaymentHandler implements ICommandHandler<InitiatePayment> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly methods: PaymentMethods,
    private readonly opening: PaymentOpening,
    private readonly initiation: PaymentInitiation,
    private readonly duplicates: DuplicateGuard,
    private readonly audit: Audit,
  ) {}

  async execute(command: InitiatePayment): Promise<Once<PaymentView>> {
    const { request, idempotency } = command;
    const enabled = await this.methods.enabledFor(request.tenant);
    if (!enabled.includes(request.provider)) return this.refuse(command, enabled);
    let payment: PaymentView;
    try {
      payment = await this.persist(request, idempotency);
    } catch (error) {
      return this.repeatedOrRefused(command, error);
    }
    return { result: await this.opening.open(payment, idempotency), replayed: false };
  }

  /** Our reference is committed before the operator hears of it: whatever happens next, the money can be found. */
  private persist(request: PaymentRequest, idempotency: IdempotencyRequest | null): Promise<PaymentView> {
    return this.unitOfWork.run(async (tx) => {
      const payment = await this.initiation.initiate(tx, request);
      this.duplicates.note(tx, payment, idempotency === null && !request.allowDuplicate);
      if (idempotency) this.idempotency.claim(tx, idempotency, payment.id);
      tx.save(payment);
      planCheck(tx, 'payment', payment);
      const { tenant, actorId } = request;
      const { organizationId } = tenant;
      this.audit.record(tx, { action: 'payment.created', organizationId, actorId, recordId: payment.id });
      return payment.view;
    });
  }

  /** What became of an earlier call, and what stands in the way now, is said before what the organisation lacks. */
  private async refuse({ request, idempotency }: InitiatePayment, enabled: string[]): Promise<Once<PaymentView>> {
    const { tenant, payerMsisdn, amount, allowDuplicate } = request;
    const earlier = idempotency && (await this.repeated(idempotency));
    if (earlier) return earlier;
    if (!idempotency && !allowDuplicate) await this.duplicates.refuseDuplicate(tenant, payerMsisdn, amount);
    return this.unitOfWork.run(async (tx) => {
      await this.initiation.initiate(tx, request);
      throw new PaymentMethodNotEnabled(enabled);
    });
  }

  /**
   * A call that is repeated gets the answer of the first, also where what the first paid cannot be paid any more: its
   * order, or its link, is paid by then.
   */
  private async repeatedOrRefused(command: InitiatePayment, error: unknown): Promise<Once<PaymentView>> {
    const { idempotency } = command;
    const earlier = idempotency && (await this.repeated(idempotency));
    if (earlier) return earlier;
    if (!idempotency || !isTaken(error)) throw duplicateOf(error);
    // The key is taken by a call whose time is over.
    await this.idempotency.dropLapsed(idempotency);
    return this.execute(command);
  }

  private async repeated(idempotency: IdempotencyRequest): Promise<Once<PaymentView> | null> {
    const earlier = await this.idempotency.find(idempotency);
    return earlier && { result: await this.opening.resume(earlier, idempotency), replayed: true };
  }
}
