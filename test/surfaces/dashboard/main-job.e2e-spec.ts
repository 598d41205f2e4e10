import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { aMerchant } from '../../support/merchant.js';
import { MTN_MOMO, ORANGE_MONEY } from '../../support/simulator.js';

describe('the main job', () => {
  let door: TestDoor;

  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor, { worker: true });
  }, 60_000);
  afterAll(() => door?.close());

  it.each([
    ['mtn-momo', '+237 6 71 38 11 91', '+237671381152', MTN_MOMO],
    ['orange-money', '+237 6 99 38 11 91', '+237699381152', ORANGE_MONEY],
  ])(
    'asks for money through %s, is paid, refunds and is paid out',
    async (provider, phoneNumber, wallet, operator) => {
      const { token, organizationId } = await aMerchant(door);
      await door.database.query('INSERT INTO merchant_terms (organization_id, payout_msisdn) VALUES ($1, $2)', [
        organizationId,
        wallet,
      ]);
      const started = await door.call('makePayment', {
        token,
        body: {
          amount: 15000,
          currency: 'XAF',
          provider,
          phoneNumber,
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
      const moved = door.simulator.control.statement(operator).entries;
      expect(moved.map(({ kind, amount }) => [kind, amount])).toEqual([
        ['collection', '15000'],
        ['refund', '5000'],
        ['transfer', '9000'],
      ]);
      const held = await door.database.query<{ held: string }>(
        'SELECT sum(balance)::int AS held FROM ledger_balances WHERE organization_id = $1 AND account = $2',
        [organizationId, `provider.${provider}`],
      );
      expect(held).toEqual([{ held: 1000 }]);
      expect(await door.findings()).toEqual([]);
    },
    60_000,
  );
});
