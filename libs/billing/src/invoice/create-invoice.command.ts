import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Idempotency, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { InvoiceIssuing, type InvoiceRequest } from './invoice-issuing.service.js';
import type { InvoiceView } from './invoice-view.js';

/**
 * Records a draft of an invoice. Throws InvalidInput, also for a customer or a product that the organisation does not
 * have, and the refusals of idempotency; a refused call uses no number. With an idempotency request it is safe to repeat.
 */
export class CreateInvoice extends Command<Once<InvoiceView>> {
  constructor(
    readonly request: InvoiceRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(CreateInvoice)
export class CreateInvoiceHandler implements ICommandHandler<CreateInvoice> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly issuing: InvoiceIssuing,
  ) {}

  execute({ request, idempotency }: CreateInvoice): Promise<Once<InvoiceView>> {
    this.issuing.requireSound(request);
    return this.idempotency.once<InvoiceView>(idempotency, (record) =>
      this.unitOfWork.run(async (tx) => {
        const view = await this.issuing.issue(tx, request);
        record(tx, view);
        return view;
      }),
    );
  }
}
