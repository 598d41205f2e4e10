import { Money, uuidv7, type Tenant } from '#kernel';
import { fingerprint, SharedClock, type IdempotencyRequest } from '#platform';
import { startTestCore, type TestCore } from '../../../../test/support/core.js';
import { hearAll } from '../../../../test/support/outbox.js';
import {
  aPayer,
  atOnce,
  checkPayment,
  outcomes,
  paymentRequest,
  readPayment,
  type PaymentWish,
} from '../../../../test/support/payments.js';
import { MTN_MOMO } from '../../../../test/support/simulator.js';
import { CancelPayment } from '../payment/cancel-payment.command.js';
import { InitiatePayment } from '../payment/initiate-payment.command.js';
import type { PaymentView } from '../payment/payment-view.js';
import { CancelPaymentLink } from './cancel-payment-link.command.js';
import { CreatePaymentLink } from './create-payment-link.command.js';
import { GetPaymentLink } from './get-payment-link.query.js';
import type { PaymentLinkRequest } from './payment-link-issuing.service.js';
import type { PaymentLinkView } from './payment-link-view.js';

const MINUTE_MS = 60_000;

describe('uses of a payment link', () => {
  let core: TestCore;
  let tenant: Tenant;

  beforeAll(async () => {
    core = await startTestCore();
  }, 60_000);
  afterAll(() => core?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
    core.simulator.control.setFaults(MTN_MOMO, {});
  });
  afterEach(async () => expect(await core.findings()).toEqual([]));

  const aLink = async (wish: Partial<PaymentLinkRequest> = {}): Promise<PaymentLinkView> => {
    const request: PaymentLinkRequest = {
      tenant,
      type: 'fixed',
      amount: Money.of('10000', 'XAF'),
      description: null,
      metadata: {},
      providers: null,
      redirectUrl: null,
      keepRedirectUrl: false,
      maxUses: 1,
      expiresAt: null,
      actorId: null,
      ...wish,
    };
    return (await core.commands.execute(new CreatePaymentLink(request, null))).result;
  };
  const redeem = async ({ id }: PaymentLinkView, wish: PaymentWish = {}, key: IdempotencyRequest | null = null) => {
    const request = { ...paymentRequest(tenant, wish), paymentLinkId: id, allowDuplicate: true };
    return (await core.commands.execute(new InitiatePayment(request, key))).result;
  };
  const read = ({ id }: PaymentLinkView) => core.queries.execute(new GetPaymentLink(tenant, id));
  const stands = async (link: PaymentLinkView): Promise<[number, string]> => {
    const { currentUses, status } = await read(link);
    return [currentUses, status];
  };
  const hear = () => hearAll(core, 'end-uses-when-payments-end');
  const told = (link: PaymentLinkView) =>
    core.database.query<{ uses: number; status: string; paymentId: string }>(
      `SELECT (payload#>>'{paymentLink,currentUses}')::int AS uses, payload#>>'{paymentLink,status}' AS status,
         payload#>>'{payment,id}' AS "paymentId"
       FROM outbox_events WHERE type = 'payment_link.paid' AND subject_id = $1 ORDER BY transaction_id, position`,
      [link.id],
    );
  const paymentsOf = (link: PaymentLinkView) =>
    core.database.query('SELECT 1 FROM payments WHERE payment_link_id = $1', [link.id]).then(({ length }) => length);
  const cancel = (payment: PaymentView) => core.commands.execute(new CancelPayment(tenant, payment.id, null));

  it.each([1, 7])('are %i of 200 payers at once, and nothing is left of the others', async (maxUses) => {
    const link = await aLink({ maxUses });
    const results = await atOnce(200, () => redeem(link));
    expect(outcomes(results)).toEqual({ done: maxUses, payment_link_closed: 200 - maxUses });
    expect([await stands(link), await paymentsOf(link)]).toEqual([[maxUses, 'used'], maxUses]);
  });

  it('are as many as there are payers of a reusable link', async () => {
    const link = await aLink({ maxUses: null });
    expect(outcomes(await atOnce(40, () => redeem(link)))).toEqual({ done: 40 });
    expect(await stands(link)).toEqual([40, 'active']);
  });

  it('are one for many calls at once with one key', async () => {
    const link = await aLink();
    const key = { tenant, operation: `test.redeem ${link.id}`, key: 'k', fingerprint: fingerprint(link.id) };
    const payer = aPayer();
    const { done = 0, idempotency_in_progress: waiting = 0 } = outcomes(
      await atOnce(20, () => redeem(link, { payer }, key)),
    );
    expect([done + waiting, await stands(link), await paymentsOf(link)]).toEqual([20, [1, 'used'], 1]);
    // The link is used up, and the repeat is answered all the same.
    await expect(redeem(link, { payer }, key)).resolves.toMatchObject({ payerMsisdn: payer });
  });

  it('are confirmed once when the payment is paid, and told of', async () => {
    const link = await aLink({ maxUses: 2 });
    const payments = [await redeem(link), await redeem(link)];
    for (const payment of payments) await checkPayment(core, payment);
    await hear();
    await hear();
    expect(await stands(link)).toEqual([2, 'used']);
    expect(await told(link)).toEqual(payments.map(({ id }) => ({ uses: 2, status: 'used', paymentId: id })));
  });

  it.each([
    ['fails', '99'],
    ['is refused by the payer', '98'],
    ['expires', '89'],
  ] as const)('are given back when the payment %s', async (_, ending) => {
    const link = await aLink();
    await checkPayment(core, await redeem(link, { payer: aPayer(ending) }));
    expect(await stands(link)).toEqual([1, 'used']);
    await hear();
    await hear();
    expect([await stands(link), await told(link)]).toEqual([[0, 'active'], []]);
    await redeem(link);
    expect(await stands(link)).toEqual([1, 'used']);
  });

  it.each(['93', '94'] as const)('are given back when the payment never began (%s)', async (ending) => {
    const link = await aLink();
    expect(await redeem(link, { payer: aPayer(ending) })).toMatchObject({ status: 'failed' });
    await hear();
    expect(await stands(link)).toEqual([0, 'active']);
  });

  it('are given back when the payment is cancelled, but not to a link that is over by then', async () => {
    const link = await aLink({ expiresAt: new Date(core.get(SharedClock).now().getTime() + MINUTE_MS) });
    await cancel(await redeem(link, { payer: aPayer('97') }));
    await core.get(SharedClock).move(2 * MINUTE_MS);
    await hear();
    expect(await stands(link)).toEqual([0, 'expired']);
    await expect(redeem(link)).rejects.toMatchObject({ code: 'payment_link_closed' });
  });

  it('are taken again above the maximum when the money is confirmed after all', async () => {
    const link = await aLink();
    const first = await redeem(link, { payer: aPayer('92') });
    await cancel(first);
    await hear();
    const second = await redeem(link);
    await checkPayment(core, second);
    await checkPayment(core, first);
    expect(await readPayment(core, first)).toMatchObject({ status: 'settled' });
    // All of it in one batch: cancelled before, and both paid.
    await hear();
    expect(await stands(link)).toEqual([2, 'used']);
    expect(await told(link)).toHaveLength(2);
  });

  it('come to the same when everything is heard at once, late and twice', async () => {
    const link = await aLink({ maxUses: 3 });
    const late = await redeem(link, { payer: aPayer('92') });
    await cancel(late);
    await checkPayment(core, await redeem(link, { payer: aPayer('99') }));
    await checkPayment(core, await redeem(link));
    await checkPayment(core, late);
    await hear();
    await hear();
    expect([await stands(link), (await told(link)).length]).toEqual([[2, 'active'], 2]);
  });

  it('are none of a link that is cancelled, of another tenant, or not there; payments under way go on', async () => {
    const link = await aLink({ maxUses: 2 });
    const payment = await redeem(link);
    await core.commands.execute(new CancelPaymentLink(tenant, link.id, null));
    await expect(redeem(link)).rejects.toMatchObject({ code: 'payment_link_closed', details: { status: 'cancelled' } });
    await checkPayment(core, payment);
    await hear();
    expect([await stands(link), (await told(link)).length]).toEqual([[1, 'cancelled'], 1]);
    const request = { ...paymentRequest({ ...tenant, mode: 'sandbox' }), paymentLinkId: uuidv7() };
    await expect(core.commands.execute(new InitiatePayment(request, null))).rejects.toMatchObject({
      code: 'payment_link_not_found',
    });
    await expect(
      core.commands.execute(new InitiatePayment({ ...request, paymentLinkId: 'no link' }, null)),
    ).rejects.toMatchObject({ code: 'payment_link_not_found' });
    const stranger = { ...request, tenant: { organizationId: uuidv7(), mode: 'sandbox' as const } };
    await expect(
      core.commands.execute(new InitiatePayment({ ...stranger, paymentLinkId: link.id }, null)),
    ).rejects.toMatchObject({ code: 'payment_link_not_found' });
  });
});
