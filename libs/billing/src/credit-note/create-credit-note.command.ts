import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, InvalidInput, Money, uuidv7, type Currency, type Tenant } from '#kernel';
import { PaymentLinkIssuing } from '#payments';
import { Audit, Idempotency, UnitOfWork, type IdempotencyRequest, type Once, type Transaction } from '#platform';
import { reckonInvoice, type InvoiceLine, type NewInvoiceItem } from '../invoice/invoice-figures.js';
import { InvoiceNumbers } from '../invoice/invoice-numbers.service.js';
import { Invoice } from '../invoice/invoice.aggregate.js';
import { InvoiceNotFound } from '../invoice/invoice.errors.js';
import { InvoiceViews } from '../invoice/invoice-views.service.js';
import { requireProducts } from '../product/products-on-lines.js';
import { creditNoteView, type CreditNoteView } from './credit-note-view.js';

export interface CreditNoteRequest {
  readonly tenant: Tenant;
  readonly invoiceId: string;
  /** Above nothing, in major units of the currency of the invoice. */
  readonly amount: number | string;
  readonly reason: string;
  /** What is credited; none: the amount alone. Prices in major units of the currency of the invoice. */
  readonly items: readonly (Omit<NewInvoiceItem, 'price'> & { readonly price: number | string })[];
  readonly actorId: string | null;
}

interface Credit extends Omit<CreditNoteRequest, 'amount' | 'items'> {
  readonly amount: Money;
  readonly items: readonly NewInvoiceItem[];
}

/**
 * Takes back part or all of an invoice, for good. Throws InvoiceNotFound, InvoiceNotSent, CreditNoteExceedsInvoice,
 * InvalidAmount, InvalidInput for items that do not come to the amount, and the refusals of idempotency; a refused call uses no number.
 * With an idempotency request it is safe to repeat.
 */
export class CreateCreditNote extends Command<Once<CreditNoteView>> {
  constructor(
    readonly request: CreditNoteRequest,
    readonly idempotency: IdempotencyRequest | null,
  ) {
    super();
  }
}

const INSERT = `INSERT INTO credit_notes
  (id, organization_id, mode, invoice_id, number, amount, currency, reason, items, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

@CommandHandler(CreateCreditNote)
export class CreateCreditNoteHandler implements ICommandHandler<CreateCreditNote> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly numbers: InvoiceNumbers,
    private readonly links: PaymentLinkIssuing,
    private readonly views: InvoiceViews,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ request, idempotency }: CreateCreditNote): Promise<Once<CreditNoteView>> {
    const { tenant, invoiceId } = request;
    const { currency } = await this.views.read(tenant, invoiceId);
    const credit = creditIn(currency, request);
    return this.idempotency.once<CreditNoteView>(idempotency, (record) =>
      this.unitOfWork.run(async (tx) => {
        // Under this lock credit notes of one invoice are made one after the other, and payments of it wait.
        const invoice = await tx.load(Invoice, { id: invoiceId, ...tenant });
        if (!invoice) throw new InvoiceNotFound();
        const view = await this.credit(tx, invoice, credit);
        record(tx, view);
        return view;
      }),
    );
  }

  private async credit(tx: Transaction, invoice: Invoice, request: Credit): Promise<CreditNoteView> {
    const { tenant, amount, reason, actorId } = request;
    const before = invoice.balanceDue;
    const isPaidBy = invoice.credit(amount, this.clock.now());
    const items = await this.itemsOf(tx, invoice, request);
    await this.keepLinkInStep(tx, invoice, before);
    const number = await this.numbers.next(tx, tenant, 'CN');
    // Read after the number, so that credit notes are as old as their numbers say.
    const now = this.clock.now();
    if (isPaidBy) invoice.tellPaid(await this.views.changed(tx, invoice), null, now);
    tx.save(invoice);
    const { organizationId, mode } = tenant;
    const { id: invoiceId, currency } = invoice;
    const stored = { id: uuidv7(now), organizationId, mode, number, invoiceId, currency, reason, items };
    const amountText = amount.toDecimal();
    tx.write(INSERT, [
      ...[stored.id, organizationId, mode, invoiceId, number, amountText, currency, reason],
      ...[JSON.stringify(items), now],
    ]);
    this.audit.record(tx, { action: 'credit_note.created', organizationId, actorId, recordId: stored.id });
    return creditNoteView({ ...stored, amount: amountText, createdAt: now }, invoice);
  }

  /** The items as reckoned, by the arithmetic of the invoice and without its discount. */
  private async itemsOf(
    tx: Transaction,
    { currency, vatDisplay, organizationId }: Invoice,
    { items, amount }: Credit,
  ): Promise<readonly InvoiceLine[]> {
    if (items.length === 0) return [];
    const figures = reckonInvoice({ currency, vatDisplay, items, discount: null });
    if (!figures.amount.equals(amount)) {
      throw new InvalidInput({ amount: [`must be what the items come to, ${figures.amount.toDecimal()}`] });
    }
    await requireProducts(tx, items, { organizationId, currency });
    return figures.lines;
  }

  /** The link asks for what is due and no more; nobody pays what is not due. */
  private async keepLinkInStep(tx: Transaction, invoice: Invoice, before: Money): Promise<void> {
    const { paymentLinkId, balanceDue } = invoice;
    if (paymentLinkId === null || balanceDue.equals(before)) return;
    if (balanceDue.isZero()) await this.links.withdraw(tx, paymentLinkId);
    else await this.links.reprice(tx, paymentLinkId, balanceDue);
  }
}

const creditIn = (currency: Currency, request: CreditNoteRequest): Credit => ({
  ...request,
  amount: Money.of(request.amount, currency),
  items: request.items.map((item, index) => ({
    ...item,
    price: Money.of(item.price, currency, `items.${index}.price`),
  })),
});
