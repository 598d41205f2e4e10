import { domainEvent } from '#kernel';
import { DecideDispute, OpenDispute } from '#disputes';
import { LetOrganizationLive, SignIn } from '#identity';
import { BANK_ACCOUNT_ADDED, ONBOARDING_REJECTED, type BankAccountAdded, type OnboardingRejected } from '#merchants';
import { DueChecks } from '#payments';
import { SharedClock, UnitOfWork } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import type { WebhookEndpointDisabled } from '#webhooks';
import { ACTOR_ID } from '../../support/administrator.js';
import { NOWHERE, startTestDoor, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { hearAll } from '../../support/outbox.js';
import { aPayer, paidPayment } from '../../support/payments.js';

interface Shown {
  readonly title: string;
  readonly message: string;
  readonly type: string;
  readonly category: string;
  readonly actionUrl: string;
  readonly read: boolean;
}

describe('dashboard: notifications tell of', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { simulator: { approveAfterMs: 1 } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
  });

  const hear = (): Promise<void> => hearAll(door, 'notifications');
  const shown = async (token: string): Promise<Shown[]> =>
    (await door.call('listNotifications', { token })).body.data.notifications;
  const paid = (ending: Parameters<typeof aPayer>[0] = '91') =>
    paidPayment(door, merchant.tenant, { payer: aPayer(ending), amount: '15000' });
  const ended = async (kind: 'refund' | 'payout', id: string): Promise<void> => {
    for (let check = 0; check < 2; check += 1) await door.get(DueChecks).check(kind, id);
  };
  const refund = async (ending: Parameters<typeof aPayer>[0]): Promise<void> => {
    const { id: paymentId } = await paid(ending);
    const { token } = merchant;
    const { body } = await door.call('createRefund', { token, path: { paymentId }, body: { amount: 5000 } });
    await ended('refund', body.data.refundId);
  };
  const payOut = async (amount: number): Promise<void> => {
    await paid();
    const { body } = await door.call('requestPayout', { token: merchant.token, body: { amount, currency: 'XAF' } });
    await ended('payout', body.data.payoutId);
  };
  const dispute = async (outcome?: 'won' | 'lost'): Promise<void> => {
    const { id: paymentId } = await paid();
    const request = { paymentId, reason: 'Never arrived', providerReference: null, actorId: ACTOR_ID };
    const { id: disputeId } = await door.commands.execute(new OpenDispute(request));
    if (outcome) await door.commands.execute(new DecideDispute({ disputeId, outcome, note: null, actorId: ACTOR_ID }));
  };
  /** Told by other parts of the platform; the types hold the fields that are read of them. */
  const happened = (type: string, payload: object): Promise<void> => {
    const { organizationId } = merchant;
    const event = domainEvent({
      type,
      version: 1,
      organizationId,
      mode: null,
      subjectId: organizationId,
      occurredAt: door.get(SharedClock).now(),
      payload,
    });
    return door.get(UnitOfWork).run((tx) => Promise.resolve(tx.record(event)));
  };
  const call = async (operation: string, body: object): Promise<void> => {
    const { status } = await door.call(operation, { token: merchant.token, body });
    expect(status).toBeLessThan(300);
  };
  const reuse = async (): Promise<void> => {
    const body = { refreshToken: merchant.refreshToken };
    await door.call('refreshSession', { body });
    await door.call('refreshSession', { body });
  };
  const password = { currentPassword: 'Secret123!', newPassword: 'Another456!', confirmPassword: 'Another456!' };
  const endpoint: WebhookEndpointDisabled['payload'] = {
    endpointId: NOWHERE,
    dialect: 'dashboard',
    url: 'https://shop.cm/hooks',
    reason: 'gone',
    failingSince: null,
  };
  const account: BankAccountAdded['payload'] = { bankAccountId: NOWHERE, label: 'Afriland ****6789' };
  const rejected: OnboardingRejected = { reason: 'The card cannot be read' };

  it.each<[string, () => Promise<unknown>, string, string, string, RegExp]>([
    [
      'a payment',
      () => paid(),
      'Payment received',
      'notification success',
      '/payments',
      /^\+237\d+ paid 15000 XAF for Invoice 42\. Sandbox: no money moved\.$/,
    ],
    ['a refund', () => refund('10'), 'Refund completed', 'notification success', '/payments', /got 5000 XAF back/],
    [
      'a refund that failed',
      () => refund('96'),
      'Refund failed',
      'primary error',
      '/payments',
      /^5000 XAF could not be returned to \+237/,
    ],
    [
      'a refund that was called off',
      () => refund('95'),
      'Refund failed',
      'primary error',
      '/payments',
      /^5000 XAF could not/,
    ],
    [
      'a chargeback',
      () => dispute(),
      'Chargeback opened',
      'primary warning',
      '/payments',
      /disputes 15000 XAF.* by 20\d\d-\d\d-\d\d\. Never arrived/,
    ],
    [
      'a chargeback that was won',
      () => dispute('won'),
      'Chargeback won',
      'primary info',
      '/payments',
      /^The 15000 XAF that/,
    ],
    ['a chargeback that was lost', () => dispute('lost'), 'Chargeback lost', 'primary info', '/payments', /go back/],
    [
      'a payout',
      () => payOut(5000),
      'Payout completed',
      'notification success',
      '/balance',
      /^5000 XAF were paid out to Sandbox account/,
    ],
    [
      'a payout that failed',
      () => payOut(5096),
      'Payout failed',
      'primary error',
      '/balance',
      /^5096 XAF could not be paid out/,
    ],
    [
      'the approval',
      () => door.commands.execute(new LetOrganizationLive(merchant.organizationId)),
      'Application approved',
      'primary success',
      '/onboarding',
      /real payments/,
    ],
    [
      'a rejection',
      () => happened(ONBOARDING_REJECTED, rejected),
      'Application sent back',
      'primary error',
      '/onboarding',
      /The card cannot be read$/,
    ],
    [
      'a new password',
      () => call('changePassword', password),
      'Password changed',
      'primary warning',
      '/settings',
      /password/,
    ],
    ['a token used twice', () => reuse(), 'Session ended for your safety', 'primary warning', '/settings', /twice/],
    [
      'a new API key',
      () => call('generateApiKey', { type: 'test' }),
      'API key generated',
      'primary warning',
      '/settings',
      /new API key was generated.* no more\.$/,
    ],
    [
      'a new access token',
      () => call('createAccessToken', { name: 'Books', scopes: ['payments:read'] }),
      'Access token created',
      'primary warning',
      '/settings',
      /“Books”/,
    ],
    [
      'a bank account',
      () => happened(BANK_ACCOUNT_ADDED, account),
      'Bank account added',
      'primary warning',
      '/settings',
      /Afriland \*{4}6789/,
    ],
    [
      'a receiver that was given up',
      () => happened('webhook.endpoint_disabled', endpoint),
      'Events are no longer sent',
      'primary error',
      '/browse',
      /https:\/\/shop\.cm\/hooks/,
    ],
  ])('%s', async (_, happen, title, kind, actionUrl, message) => {
    await happen();
    await hear();
    const { token } = (
      await door.commands.execute(
        new SignIn(merchant.email, title === 'Password changed' ? 'Another456!' : 'Secret123!'),
      )
    ).accessToken;
    const notifications = await shown(token);
    const told = notifications.filter((one) => one.title === title);
    expect(told).toHaveLength(1);
    expect([`${told[0]!.type} ${told[0]!.category}`, told[0]!.actionUrl, told[0]!.read]).toEqual([
      kind,
      actionUrl,
      false,
    ]);
    expect(told[0]!.message).toMatch(message);
    // Heard again, it is no news.
    await hear();
    expect(await shown(token)).toEqual(notifications);
  });

  it('the opening of the account, and nothing before it', async () => {
    await hear();
    expect(
      (await shown(merchant.token)).map(({ title, type, category, actionUrl }) => [title, type, category, actionUrl]),
    ).toEqual([['Welcome', 'primary', 'info', '/onboarding']]);
  });
});
