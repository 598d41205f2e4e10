import { LetOrganizationLive } from '#identity';
import { VERIFY_SANDBOX_ACCOUNTS } from '#merchants';
import { JobWorkers } from '#platform';
import type { TestAdministrator } from './administrator.js';
import type { Answer, CallOptions, TestDoor } from './door.js';
import { aMerchant, type TestMerchant } from './merchant.js';
import { applied, BANK_ACCOUNT, PDF } from './onboarding.js';
import { hearAll } from './outbox.js';
import { aPayer, paidPayment } from './payments.js';
import { LOGO } from './pictures.js';

const RECORD_KINDS = [
  'apiKey',
  'app',
  'token',
  'webhook',
  'notification',
  'export',
  'customer',
  'product',
  'bankAccount',
  'order',
  'link',
  'payment',
  'refund',
  'payout',
  'chargeback',
  'evidenceFile',
  'identityDocument',
  'organization',
  'invoice',
  'creditNote',
  'recurringInvoice',
] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Ids of what an organisation has. */
export type Records = Readonly<Record<RecordKind, readonly string[]>>;

/** An organisation that has one of everything. */
export interface Furnished {
  readonly merchant: TestMerchant;
  /** What belongs to SANDBOX, and what belongs to no mode. */
  readonly sandbox: Records;
  /** What can be had in LIVE while operators are simulated: nothing that takes money. */
  readonly live: Records;
}

const ITEMS = [{ name: 'Coffee 500 g', quantity: 2, price: 3500 }];
const DAY = '2025-11-01';
const LINES = ITEMS.map((item) => ({ ...item, vatRate: 0 }));
const SANDBOX = { 'x-mode': 'SANDBOX' };
const LIVE = { 'x-mode': 'LIVE' };

/** Furnishes an organisation through the door; only its mode, its jobs and what it is told of take a shorter way. */
export async function aFurnishedTenant(door: TestDoor, staff: TestAdministrator): Promise<Furnished> {
  const merchant = await aMerchant(door);
  await applied(door, merchant);
  await door.commands.execute(new LetOrganizationLive(merchant.organizationId));
  const furnisher = new Furnisher(door, merchant, staff);
  const sandbox = await furnisher.sandbox();
  return { merchant, sandbox, live: await furnisher.live(sandbox) };
}

class Furnisher {
  constructor(
    private readonly door: TestDoor,
    private readonly merchant: TestMerchant,
    private readonly staff: TestAdministrator,
  ) {}

  async sandbox(): Promise<Records> {
    await this.data('setOrganizationLogo', { parts: [LOGO] });
    const records = {
      ...noRecords(),
      organization: [this.merchant.organizationId],
      identityDocument: [await this.identityDocument()],
      ...(await this.access()),
      ...(await this.trade()),
      export: [await this.reportExport()],
    };
    Object.assign(records, await this.money(), await this.invoices(records));
    await hearAll(this.door, 'notifications');
    const { notifications } = await this.data('listNotifications');
    return { ...records, notification: notifications.map(({ id }: { id: string }) => id) };
  }

  async live({ customer: [customerId] }: Records): Promise<Records> {
    const draft = { type: 'one-off', customerId, items: LINES, vatDisplay: 'excluding' };
    return {
      ...noRecords(),
      order: [await this.order(customerId, LIVE)],
      bankAccount: [await this.bankAccount({ ...BANK_ACCOUNT, accountNumber: '90000000001' }, LIVE)],
      invoice: [await this.made('createInvoice', draft, { headers: LIVE })],
      recurringInvoice: [await this.schedule(customerId, LIVE)],
    };
  }

  private async access() {
    const url = 'https://hooks.example.cm/payments';
    const scopes = ['payments:read'];
    return {
      apiKey: [(await this.data('generateApiKey', { body: { type: 'test' } })).keyId as string],
      app: [await this.made('createApp', { name: 'Online shop' })],
      token: [await this.made('createAccessToken', { name: 'Bookkeeping', scopes })],
      webhook: [await this.made('createWebhook', { url, events: ['payment.*'] })],
    };
  }

  private async trade() {
    const { organizationId } = this.merchant;
    const email = `contact.${organizationId}@example.cm`;
    const customer = await this.made('createCustomer', { name: `Customer of ${organizationId}`, email });
    const product = { name: `Product of ${organizationId}`, price: 25000, currency: 'XAF', vatRate: 19.25 };
    return {
      customer: [customer],
      product: [await this.made('createProduct', product)],
      bankAccount: [await this.bankAccount(BANK_ACCOUNT)],
      order: [await this.order(customer)],
      link: [await this.link()],
    };
  }

  private async money() {
    const { tenant } = this.merchant;
    const paid = await paidPayment(this.door, tenant, { payer: aPayer('91'), amount: '20000' });
    const disputed = await paidPayment(this.door, tenant, { payer: aPayer('91'), amount: '15000' });
    const pending = await this.data('makePayment', {
      body: { amount: 15000, currency: 'XAF', provider: 'mtn-momo', phoneNumber: aPayer('97') },
    });
    const refund = await this.made('createRefund', { amount: 5000 }, { path: { paymentId: paid.id } });
    const payout = await this.made('requestPayout', { amount: 1000, currency: 'XAF' });
    const dispute = { paymentId: disputed.id, reason: 'Never arrived' };
    const { id: chargeback } = await this.data('adminOpenChargeback', { token: this.staff.token, body: dispute });
    return {
      payment: [paid.id, disputed.id, pending.transactionId as string],
      refund: [refund],
      payout: [payout],
      chargeback: [chargeback as string],
      evidenceFile: [await this.evidence(chargeback as string)],
    };
  }

  private async evidence(chargebackId: string): Promise<string> {
    const path = { chargebackId };
    const parts = [
      { field: 'description', text: 'See the note' },
      { field: 'documents', name: 'note.pdf', content: PDF },
    ];
    await this.data('submitChargebackEvidence', { path, parts });
    const { evidence } = await this.data('adminGetChargeback', { token: this.staff.token, path });
    return evidence[0].files[0].fileId;
  }

  private async identityDocument(): Promise<string> {
    const path = { organizationId: this.merchant.organizationId };
    return (await this.data('adminGetOnboarding', { token: this.staff.token, path })).document.documentId;
  }

  private async reportExport(): Promise<string> {
    const body = { reportType: 'payments', format: 'csv', startDate: DAY, endDate: DAY };
    const { reportId } = await this.data('exportReport', { body });
    await this.door.get(JobWorkers).runNow('run-report-exports');
    return reportId;
  }

  private async invoices({ customer: [customerId] }: Pick<Records, 'customer'>) {
    const body = { type: 'one-off', customerId, items: LINES, vatDisplay: 'excluding' };
    const sent = await this.sentInvoice(body);
    const note = { amount: 500, reason: 'Half an hour less' };
    return {
      invoice: [await this.made('createInvoice', body), sent],
      creditNote: [await this.made('createCreditNote', note, { path: { invoiceId: sent } })],
      recurringInvoice: [await this.schedule(customerId)],
    };
  }

  private async sentInvoice(body: object): Promise<string> {
    const invoiceId = await this.made('createInvoice', body);
    await this.data('sendInvoice', { path: { invoiceId } });
    return invoiceId;
  }

  private schedule(customerId: string | undefined, headers: CallOptions['headers'] = SANDBOX): Promise<string> {
    const body = { customerId, frequency: 'monthly', startDate: '2999-01-01', items: LINES };
    return this.made('createRecurringInvoice', body, { headers });
  }

  private order(customerId: string | undefined, headers: CallOptions['headers'] = SANDBOX): Promise<string> {
    return this.made('createOrder', { customerId, currency: 'XAF', items: ITEMS }, { headers });
  }

  private link(): Promise<string> {
    const body = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
    return this.made('createPaymentLink', body);
  }

  private async bankAccount(body: object, headers: CallOptions['headers'] = SANDBOX): Promise<string> {
    const id = await this.made('addBankAccount', body, { headers });
    await this.door.get(JobWorkers).runNow(VERIFY_SANDBOX_ACCOUNTS.name);
    return id;
  }

  private async made(operation: string, body: object, options: CallOptions = {}): Promise<string> {
    return (await this.data(operation, { ...options, body })).id;
  }

  /** What an operation answers with; anything but success ends the test. */
  private async data(operation: string, options: CallOptions = {}): Promise<Answer['body']> {
    const { status, body } = await this.door.call(operation, {
      token: this.merchant.token,
      headers: SANDBOX,
      ...options,
    });
    if (status >= 300) throw new Error(`${operation}: ${status} ${JSON.stringify(body)}`);
    return body.data;
  }
}

const noRecords = (): Records =>
  Object.fromEntries(RECORD_KINDS.map((kind) => [kind, [] as readonly string[]])) as unknown as Records;

/** What an id in a path, a query or a body is the id of. */
export const KINDS: Readonly<Record<string, RecordKind>> = {
  appId: 'app',
  bankAccountId: 'bankAccount',
  chargebackId: 'chargeback',
  customerId: 'customer',
  documentId: 'identityDocument',
  fileId: 'evidenceFile',
  invoiceId: 'invoice',
  keyId: 'apiKey',
  linkId: 'link',
  notificationId: 'notification',
  orderId: 'order',
  organizationId: 'organization',
  paymentId: 'payment',
  payoutId: 'payout',
  productId: 'product',
  recurringInvoiceId: 'recurringInvoice',
  refundId: 'refund',
  reportId: 'export',
  tokenId: 'token',
  transactionId: 'payment',
  webhookId: 'webhook',
};
