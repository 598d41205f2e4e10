import { randomBytes } from 'node:crypto';
import { Contract, type Surface } from '#platform';
import type { SeededRandom } from '../chaos/seeded-random.js';
import type { Gun, Json, Shot } from './shot.js';
import type { Target } from './stage.js';

/** Ids that a merchant has, by the names that paths and bodies give them. */
export type Holdings = Readonly<Record<string, string>>;

export interface Merchant {
  readonly email: string;
  readonly password: string;
  readonly token: string;
  readonly refreshToken: string;
  readonly holdings: Holdings;
  readonly apiKey: string;
}

const PASSWORD = 'Secret123!';
export const MAILED_CODE = '123456';
const LINES = [{ name: 'Coffee 500 g', quantity: 2, price: 3500, vatRate: 0 }];
/** Below the thousand an hour that an account may make. */
const CALLS_EACH = 900;

/** Accounts of the sandbox, which anybody can open, each as busy as its limit lets it be. */
export class Merchants {
  private readonly payers = new Set<string>();
  private current: Promise<Merchant> | null = null;
  private calls = 0;
  private opened = 0;

  constructor(
    private readonly target: Target,
    private readonly gun: Gun,
    private readonly random: SeededRandom,
  ) {}

  /** Someone who has called less than his limit. Counts as one call. */
  next(): Promise<Merchant> {
    if (this.calls++ % CALLS_EACH === 0 || !this.current) this.current = this.furnished();
    return this.current;
  }

  async fresh(): Promise<Merchant> {
    const name = `a${randomBytes(6).toString('hex')}`;
    const email = `${name}@example.com`;
    const person = { username: name, firstName: 'Ada', lastName: 'Ngo', email, password: PASSWORD };
    await this.data('signUp', { body: person });
    await this.data('verifyOtp', { body: { email, otp: MAILED_CODE } });
    const { accessToken, refreshToken } = await this.data('login', { body: { email, password: PASSWORD } });
    const { key: apiKey } = await this.data('generateApiKey', { token: accessToken, body: { type: 'test' } });
    this.opened += 1;
    return { email, password: PASSWORD, token: accessToken, refreshToken, apiKey, holdings: {} };
  }

  /** One that has something of most kinds. */
  async furnished(): Promise<Merchant> {
    const merchant = await this.fresh();
    const { token } = merchant;
    const make = async (id: string, body: object, path: Holdings = {}): Promise<Json> =>
      this.data(id, { token, body, path });
    const suffix = randomBytes(4).toString('hex');
    const customer = await make('createCustomer', { name: 'Client', email: `client.${suffix}@example.cm` });
    const product = await make('createProduct', { name: `Coffee ${suffix}`, price: 3500, currency: 'XAF', vatRate: 0 });
    const order = await make('createOrder', {
      customerId: customer.id,
      currency: 'XAF',
      items: LINES.map(({ vatRate: _, ...line }) => line),
    });
    const draft = { type: 'one-off', customerId: customer.id, items: LINES, vatDisplay: 'excluding' };
    const invoice = await make('createInvoice', draft);
    const schedule = await make('createRecurringInvoice', {
      customerId: customer.id,
      frequency: 'monthly',
      startDate: '2999-01-01',
      items: LINES,
    });
    const link = await make('createPaymentLink', {
      type: 'Fixed',
      amount: 15000,
      currency: 'XAF',
      paymentMethods: ['MTN Mobile Money'],
    });
    const app = await make('createApp', { name: 'Shop' });
    const token_ = await make('createAccessToken', { name: 'Books', scopes: ['payments:read'] });
    const webhook = await make('createWebhook', { url: 'https://93.184.215.14/hook', events: ['payment.*'] });
    const phoneNumber = this.payer('91');
    const payment = await make('makePayment', { amount: 15000, currency: 'XAF', provider: 'mtn-momo', phoneNumber });
    const bank = await make('addBankAccount', BANK_ACCOUNT);
    const keys = await this.data('getApiKeys', { token });
    const report = await make('exportReport', {
      reportType: 'payments',
      format: 'csv',
      startDate: '2026-11-01',
      endDate: '2026-11-30',
    });
    const holdings: Holdings = {
      customerId: customer.id,
      productId: product.id,
      orderId: order.id,
      invoiceId: invoice.id,
      recurringInvoiceId: schedule.id,
      linkId: link.id,
      appId: app.id,
      tokenId: token_.id,
      webhookId: webhook.id,
      paymentId: payment.transactionId,
      transactionId: payment.transactionId,
      bankAccountId: bank.id,
      keyId: firstId(keys),
      reportId: report.reportId,
      ...(await this.linkHoldings(merchant)),
    };
    return { ...merchant, holdings };
  }

  /** What the other door calls a link. */
  private async linkHoldings({ apiKey }: Merchant): Promise<Holdings> {
    const { id, slug } = await this.data('createPaymentLink', {
      door: 'payment-links',
      apiKey,
      body: { amount: 10000, description: 'Coffee' },
    });
    return { id, slug, idOrSlug: slug };
  }

  /** A number that nobody of these merchants was paid from before; its end decides what the operator does. */
  payer(ending: string): string {
    let number: string;
    do number = `+23767${String(this.random.between(0, 99_999)).padStart(5, '0')}${ending}`;
    while (this.payers.has(number));
    this.payers.add(number);
    return number;
  }

  /** An address that nobody called from before, so that limits by address are his alone. */
  address(): string {
    const { random } = this;
    return `198.${random.between(18, 19)}.${random.between(0, 255)}.${random.between(1, 254)}`;
  }

  get count(): number {
    return this.opened;
  }

  /** A call as the contract wants it. */
  shot(
    id: string,
    { door = 'dashboard', token, apiKey, path = {}, query = '', body, address }: CallOptions = {},
  ): Shot {
    const contract = Contract.of(door);
    const operation = contract.operations.get(id);
    if (!operation) throw new Error(`There is no ${id}`);
    const where = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    return {
      what: id,
      door,
      operation,
      method: operation.method,
      url: `${this.target.doors[door]}${contract.basePath}${where}${query}`,
      headers: {
        'x-forwarded-for': address ?? this.address(),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(apiKey === undefined ? {} : { 'x-api-key': apiKey }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
  }

  /** What a call that must succeed answers. */
  async data(id: string, options: CallOptions = {}): Promise<Json> {
    const reply = await this.gun.fire(this.shot(id, options));
    if (reply.status < 200 || reply.status >= 300) throw new Error(`${id}: ${reply.status} ${reply.text}`);
    return JSON.parse(reply.text).data;
  }
}

export interface CallOptions {
  readonly door?: Surface;
  readonly token?: string;
  readonly apiKey?: string;
  readonly path?: Holdings;
  /** With its question mark. */
  readonly query?: string;
  readonly body?: unknown;
  readonly address?: string;
}

const BANK_ACCOUNT = {
  accountHolderName: 'Boutique Ngo SARL',
  accountNumber: '37428506789',
  routingNumber: '10005-00012',
  bankName: 'Afriland First Bank',
  accountType: 'checking',
  country: 'CM',
  currency: 'XAF',
};

function firstId(value: unknown): string {
  return /"(?:id|keyId)":"([^"]+)"/.exec(JSON.stringify(value))?.[1] ?? '';
}
