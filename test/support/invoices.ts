import {
  CreateCreditNote,
  CreateCustomer,
  CreateInvoice,
  GetInvoice,
  SendInvoice,
  type CreditNoteView,
  type InvoiceRequest,
  type InvoiceView,
  type SentInvoice,
} from '#billing';
import { Money, type Tenant } from '#kernel';
import { DueChecks, GetPaymentLink, InitiatePayment, ListPaymentLinks, type PaymentView } from '#payments';
import type { TestCore } from './core.js';
import { hearAll } from './outbox.js';
import { aPayer, paymentRequest, readPayment } from './payments.js';

export type InvoiceWish = Partial<Omit<InvoiceRequest, 'items'>> & { readonly price?: string };

/** Invoices of one customer of a tenant, in francs and without VAT, so that prices are totals. */
export class TestInvoices {
  private constructor(
    private readonly core: TestCore,
    readonly tenant: Tenant,
    readonly customerId: string,
    readonly email: string,
  ) {}

  static async of(core: TestCore, tenant: Tenant): Promise<TestInvoices> {
    const { organizationId } = tenant;
    const email = `${organizationId}@example.cm`;
    const details = { name: 'Tech Solutions', email, phone: null, address: null, taxId: null };
    const { id } = await core.commands.execute(new CreateCustomer(organizationId, details, null));
    return new TestInvoices(core, tenant, id, email);
  }

  request({ price = '50000', ...wish }: InvoiceWish = {}): InvoiceRequest {
    return {
      ...{ tenant: this.tenant, type: 'one-off', profileId: 'default', customerId: this.customerId, memo: null },
      ...{ paymentTerm: 'net-30', currency: 'XAF', vatDisplay: 'excluding', discount: null, schedule: null },
      ...{ actorId: null, ...wish },
      items: [{ productId: null, name: 'Hour', quantity: 1, price: Money.of(price, 'XAF'), vatRate: 0 }],
    };
  }

  async drafted(wish: InvoiceWish = {}): Promise<InvoiceView> {
    return (await this.core.commands.execute(new CreateInvoice(this.request(wish), null))).result;
  }

  async send({ id }: Pick<InvoiceView, 'id'>): Promise<SentInvoice> {
    return (await this.core.commands.execute(new SendInvoice(this.tenant, id, null, null))).result;
  }

  async sent(wish: InvoiceWish = {}): Promise<InvoiceView> {
    return (await this.send(await this.drafted(wish))).invoice;
  }

  read({ id }: Pick<InvoiceView, 'id'>): Promise<InvoiceView> {
    return this.core.queries.execute(new GetInvoice(this.tenant, id));
  }

  async credit({ id }: Pick<InvoiceView, 'id'>, amount: string): Promise<CreditNoteView> {
    const { tenant } = this;
    const request = { tenant, invoiceId: id, amount, reason: 'Half an hour less', items: [], actorId: null };
    return (await this.core.commands.execute(new CreateCreditNote(request, null))).result;
  }

  /** The links that were made for it, the newest first. */
  async links({ id }: Pick<InvoiceView, 'id'>) {
    const page = { page: 1, limit: 100 };
    const { items } = await this.core.queries.execute(new ListPaymentLinks(this.tenant, {}, page));
    return items.filter(({ metadata }) => metadata['invoiceId'] === id);
  }

  /** A payment of its newest link has begun, over what the link asks for. */
  async paying(invoice: Pick<InvoiceView, 'id'>, payer = aPayer()): Promise<PaymentView> {
    const [newest] = await this.links(invoice);
    const link = await this.core.queries.execute(new GetPaymentLink(this.tenant, newest?.id ?? ''));
    const request = { ...paymentRequest(this.tenant, { amount: link.amount, payer }), paymentLinkId: link.id };
    return (await this.core.commands.execute(new InitiatePayment(request, null))).result;
  }

  /** The operator confirms it, and everybody hears of that. */
  async confirmed(payment: PaymentView): Promise<PaymentView> {
    await this.core.get(DueChecks).check('payment', payment.id);
    await this.hear();
    return readPayment(this.core, payment);
  }

  async hear(): Promise<void> {
    await hearAll(this.core, 'end-uses-when-payments-end');
    await hearAll(this.core, 'pay-invoices-when-payments-are-paid');
  }

  /** What was told of it, in order. */
  told({ id }: Pick<InvoiceView, 'id'>): Promise<{ type: string; status: string; paymentId: string | null }[]> {
    return this.core.database.query(
      `SELECT type, payload->'invoice'->>'status' AS status, payload->'payment'->>'id' AS "paymentId"
       FROM outbox_events WHERE subject_id = $1 ORDER BY position`,
      [id],
    );
  }
}
