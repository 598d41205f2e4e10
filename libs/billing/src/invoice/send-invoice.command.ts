import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type Tenant } from '#kernel';
import { Idempotency, UnitOfWork, type IdempotencyRequest, type Once } from '#platform';
import { Invoice } from './invoice.aggregate.js';
import { InvoiceNotFound } from './invoice.errors.js';
import { InvoiceSending } from './invoice-sending.service.js';
import type { InvoiceView } from './invoice-view.js';
import { InvoiceViews } from './invoice-views.service.js';

export interface SentInvoice {
  readonly invoice: InvoiceView;
  readonly paymentUrl: string;
  /** When this mail was owed; the invoice keeps the first time. ISO 8601. */
  readonly mailedAt: string;
}

/**
 * Mails an invoice to its customer, as a reminder when it was sent before. Throws InvoiceNotFound, InvoiceAlreadyPaid and
 * the refusals of idempotency. A repeat mails again, unless there is an idempotency request.
 */
export class SendInvoice extends Command<Once<SentInvoice>> {
  constructor(
    readonly tenant: Tenant,
    readonly invoiceId: string,
    readonly actorId: string | null,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

@CommandHandler(SendInvoice)
export class SendInvoiceHandler implements ICommandHandler<SendInvoice> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly sending: InvoiceSending,
    private readonly views: InvoiceViews,
    private readonly clock: Clock,
  ) {}

  async execute({ tenant, invoiceId, actorId, idempotency }: SendInvoice): Promise<Once<SentInvoice>> {
    await this.views.read(tenant, invoiceId);
    return this.idempotency.once<SentInvoice>(idempotency, (record) =>
      this.unitOfWork.run(async (tx) => {
        const invoice = await tx.load(Invoice, { id: invoiceId, ...tenant });
        if (!invoice) throw new InvoiceNotFound();
        const before = await this.views.changed(tx, invoice);
        const { paymentUrl } = await this.sending.send(tx, invoice, before.customer, actorId);
        tx.save(invoice);
        const view = this.views.fresh(invoice, { ...before, paymentUrl });
        const sent: SentInvoice = { invoice: view, paymentUrl, mailedAt: this.clock.now().toISOString() };
        record(tx, sent);
        return sent;
      }),
    );
  }
}
