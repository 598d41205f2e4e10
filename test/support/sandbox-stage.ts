import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { SignIn } from '#identity';
import { DueChecks, type CheckedKind } from '#payments';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { CreateWebhookEndpoint } from '#webhooks';
import { CallbackRelay } from './callback-relay.js';
import { startTestDoor, type Answer, type CallOptions, type TestDoor } from './door.js';
import { eventually } from './eventually.js';
import { aMerchant, type TestMerchant } from './merchant.js';
import { expectWebhook } from './webhook-bodies.js';
import { WebhookReceiver, type ReceivedWebhook } from './webhook-receiver.js';

/** Background work of a loaded machine is given this long. */
const PATIENCE_MS = 60_000;

interface Sent {
  readonly event: string;
  readonly timestamp: string;
  // What it carries is judged by the contract.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly data: any;
  readonly signature: string;
}

/** Everything that a sandbox is: a door, a worker, operators that call back, and a server that takes webhooks. */
export class SandboxStage {
  private constructor(
    readonly door: TestDoor,
    readonly relay: CallbackRelay,
    readonly receiver: WebhookReceiver,
  ) {}

  static async start(): Promise<SandboxStage> {
    const [relay, receiver] = await Promise.all([CallbackRelay.start(), WebhookReceiver.start()]);
    const door = await startTestDoor(dashboardDoor, { worker: true, environment: { CALLBACK_URL: relay.url } });
    relay.leadTo(door.url);
    return new SandboxStage(door, relay, receiver);
  }

  async stop(): Promise<void> {
    await this.door.close();
    await Promise.all([this.relay.stop(), this.receiver.stop()]);
  }

  /** An organisation that is told of everything that happens to it. */
  async shop(): Promise<Shop> {
    const merchant = await aMerchant(this.door);
    const path = `/hooks/${merchant.organizationId}`;
    const owner = { organizationId: merchant.organizationId, dialect: 'dashboard' };
    const url = this.receiver.url.replace(/\/hooks$/, path);
    const { secret } = await this.door.commands.execute(new CreateWebhookEndpoint(owner, { url, events: ['*'] }, null));
    return new Shop(this, merchant, path, secret);
  }

  async pass(ms: number): Promise<void> {
    await this.door.get(SharedClock).move(ms);
  }

  now(): Date {
    return this.door.get(SharedClock).now();
  }

  check(kind: CheckedKind, id: string): Promise<void> {
    return this.door.get(DueChecks).check(kind, id);
  }
}

export class Shop {
  private token: string;

  constructor(
    private readonly stage: SandboxStage,
    readonly merchant: TestMerchant,
    private readonly path: string,
    private readonly secret: string,
  ) {
    this.token = merchant.token;
  }

  /** Once time has moved on, the token of before has lapsed. */
  async signInAgain(): Promise<void> {
    const { email, password } = this.merchant;
    this.token = (await this.stage.door.commands.execute(new SignIn(email, password))).accessToken.token;
  }

  call(operationId: string, options: CallOptions = {}): Promise<Answer> {
    return this.stage.door.call(operationId, { token: this.token, ...options });
  }

  pay(phoneNumber: string): Promise<Answer> {
    return this.call('makePayment', { body: { amount: 10000, currency: 'XAF', provider: 'mtn-momo', phoneNumber } });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async payment(paymentId: string): Promise<any> {
    return (await this.call('getPayment', { path: { paymentId } })).body.data;
  }

  /** Waits, without asking the operator, until the background has found out. */
  async becomes(paymentId: string, status: string): Promise<void> {
    await eventually(
      () => this.payment(paymentId),
      (payment) => payment.status === status,
      PATIENCE_MS,
    );
  }

  refund(paymentId: string, amount: number): Promise<Answer> {
    return this.call('createRefund', { path: { paymentId }, body: { amount } });
  }

  /** Waits until a refund or payout is what it should be; the list asks nobody. */
  async listed(list: 'listRefunds' | 'listPayouts', id: string, status: string): Promise<void> {
    const collection = list === 'listRefunds' ? 'refunds' : 'payouts';
    await eventually(
      async () => (await this.call(list)).body.data[collection].find((item: { id: string }) => item.id === id),
      (item: { status: string }) => item.status === status,
      PATIENCE_MS,
    );
  }

  /** Available, pending and reserved. */
  async balance(): Promise<number[]> {
    const { available, pending, reserved } = (await this.call('getBalance')).body.data;
    return [available, pending, reserved];
  }

  /** The rows of the account, oldest first, as type, direction, amount and status. */
  async rows(): Promise<string[]> {
    const { transactions } = (await this.call('listTransactions')).body.data;
    return transactions
      .reverse()
      .map(({ type, direction, amount, status }: Record<string, string>) => `${type} ${direction} ${amount} ${status}`);
  }

  /**
   * The webhooks that arrived, once so many have: each in the contract's words and signed in both ways, each event told
   * once. In the order in which things happened, which is not promised to be that in which they arrive.
   */
  async told(count: number): Promise<Sent[]> {
    const received = (): ReceivedWebhook[] => this.stage.receiver.received.filter(({ path }) => path === this.path);
    await eventually(
      () => received().length,
      (length) => length >= count,
      PATIENCE_MS,
    );
    const sent = received().map((webhook) => this.read(webhook));
    const ids = received().map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(ids.length);
    return sent.sort((a, b) => a.timestamp.localeCompare(b.timestamp));
  }

  private read({ body, headers }: ReceivedWebhook): Sent {
    const webhook = JSON.parse(body) as Sent;
    const { event, timestamp, data, signature } = webhook;
    expectWebhook(this.stage.door.contract, webhook);
    const key = Buffer.from(this.secret.slice('whsec_'.length), 'base64');
    const signed = `${event}.${timestamp}.${JSON.stringify(data)}`;
    expect(signature).toBe(createHmac('sha256', key).update(signed).digest('hex'));
    // Not verify(): that compares with the clock of this machine, and the sandbox has moved its own.
    const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000);
    expect(headers['webhook-signature']).toBe(
      new Webhook(this.secret).sign(String(headers['webhook-id']), sentAt, body),
    );
    return webhook;
  }
}
