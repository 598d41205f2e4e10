import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant } from '../../support/merchant.js';

describe('the main job', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { worker: true });
  }, 60_000);
  afterAll(() => door?.close());

  it('asks for money, is paid, refunds and is paid out', async () => {
    const { token } = await aMerchant(door);
    const started = await door.call('makePayment', {
      token,
      body: {
        amount: 15000,
        currency: 'XAF',
        provider: 'mtn-momo',
        phoneNumber: '+237 6 71 38 11 91',
        description: 'Invoice 42',
      },
    });
    if (started.status !== 201) throw new Error(JSON.stringify(started.body));
    const { transactionId } = started.body.data;
    const paid = await eventually(
      () => door.call('getPayment', { token, path: { paymentId: transactionId } }),
      ({ body }) => body.data.status === 'paid',
    );
    expect(paid.body.data).toMatchObject({ amount: 15000, fee: 375, netAmount: 14625, refundableAmount: 15000 });
    const balance = await door.call('getBalance', { token });
    expect(balance.body.data).toMatchObject({ available: 14625, pending: 0, reserved: 0 });

    const refund = await door.call('createRefund', {
      token,
      path: { paymentId: transactionId },
      body: { amount: 5000 },
    });
    expect(refund.status).toBe(201);
    const refunded = await eventually(
      () => door.call('getRefund', { token, path: { refundId: refund.body.data.refundId } }),
      ({ body }) => body.data.status === 'completed',
    );
    expect(refunded.body.data).toMatchObject({ amount: 5000, feeReturned: 125 });

    const payout = await door.call('requestPayout', { token, body: { amount: 9000, currency: 'XAF' } });
    expect(payout.status).toBe(201);
    await eventually(
      () => door.call('getPayout', { token, path: { payoutId: payout.body.data.payoutId } }),
      ({ body }) => body.data.status === 'completed',
    );
    const after = await door.call('getBalance', { token });
    expect(after.body.data).toMatchObject({ available: 750, pending: 0, reserved: 0 });
    const lines = await door.call('listTransactions', { token });
    expect(lines.body.data.transactions).toHaveLength(5);
    expect(await door.findings()).toEqual([]);
  }, 60_000);
});
