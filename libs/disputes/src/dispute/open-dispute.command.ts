import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Payment, PaymentNotFound } from '#payments';
import { UnitOfWork } from '#platform';
import { DisputeOpening } from './dispute-opening.service.js';
import type { DisputeView } from './dispute-view.js';

export interface DisputeRequest {
  readonly paymentId: string;
  readonly reason: string;
  /** Under which the operator knows the case, when it has told. */
  readonly providerReference: string | null;
  readonly actorId: string;
}

/**
 * Platform staff enter that a payer contests a payment, of whichever organisation: its money is held from now on. Throws
 * PaymentNotFound and PaymentNotDisputable; a repeat is refused, because a payment is disputed once.
 */
export class OpenDispute extends Command<DisputeView> {
  constructor(readonly request: DisputeRequest) {
    super();
  }
}

@CommandHandler(OpenDispute)
export class OpenDisputeHandler implements ICommandHandler<OpenDispute> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly opening: DisputeOpening,
  ) {}

  async execute({ request }: OpenDispute): Promise<DisputeView> {
    const { paymentId, ...contestation } = request;
    if (!isUuid(paymentId)) throw new PaymentNotFound();
    return this.unitOfWork.run(async (tx) => {
      const payment = await tx.load(Payment, { id: paymentId });
      if (!payment) throw new PaymentNotFound();
      return (await this.opening.open(tx, payment, { ...contestation, amount: null })).view;
    });
  }
}
