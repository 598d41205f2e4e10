import { VERIFY_SANDBOX_ACCOUNTS } from '#merchants';
import { DueChecks } from '#payments';
import { JobWorkers } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { NOWHERE, refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';
import { BANK_ACCOUNT, STAKEHOLDER } from '../../support/onboarding.js';
import { aPayer, paidPayment } from '../../support/payments.js';
import { MTN_MOMO } from '../../support/simulator.js';

describe('dashboard: payouts to a bank account', () => {
  let door: TestDoor;
  let merchant: TestMerchant;
  beforeAll(async () => {
    // Whether and when a payout completes is decided here and not by the simulator's clock.
    door = await startTestDoor(dashboardDoor, { simulator: { approveAfterMs: 3_600_000 } });
  }, 60_000);
  afterAll(() => door?.close());
  beforeEach(async () => {
    merchant = await aMerchant(door);
    await paidPayment(door, merchant.tenant, { payer: aPayer('91') });
  });
  afterEach(async () => expect(await door.findings()).toEqual([]));

  const added = async (fields: object = {}, { token } = merchant): Promise<string> =>
    (await door.call('addBankAccount', { token, body: { ...BANK_ACCOUNT, ...fields } })).body.data.id;
  const verified = async (fields: object = {}): Promise<string> => {
    const id = await added(fields);
    await door.get(JobWorkers).runNow(VERIFY_SANDBOX_ACCOUNTS.name);
    return id;
  };
  const listed = async () => (await door.call('listBankAccounts', { token: merchant.token })).body.data.bankAccounts;
  const remove = (bankAccountId: string): Promise<Answer> =>
    door.call('deleteBankAccount', { token: merchant.token, path: { bankAccountId } });
  const request = (fields: object = {}): Promise<Answer> =>
    door.call('requestPayout', { token: merchant.token, body: { amount: 5000, currency: 'XAF', ...fields } });
  const check = async (payoutId: string) => {
    await door.get(DueChecks).check('payout', payoutId);
    return (await door.call('getPayout', { token: merchant.token, path: { payoutId } })).body.data;
  };
  const completes = async (payoutId: string) => {
    const { providerReference } = await check(payoutId);
    door.simulator.control.decide(MTN_MOMO, providerReference, 'approve');
    return check(payoutId);
  };

  it('go to the account that is named, and keep it from being removed until they end', async () => {
    const bankAccountId = await verified();
    const { status, body } = await request({ bankAccountId });
    expect([status, body.data.destination]).toEqual([
      201,
      { type: 'bank-account', label: 'Afriland First Bank ****6789', bankAccountId },
    ]);
    expect(new Date(body.data.estimatedArrival).getTime() - Date.parse(body.data.createdAt)).toBeGreaterThan(
      86_400_000,
    );
    expect(refusal(await remove(bankAccountId))).toMatchObject({ status: 409, code: 'BANK_ACCOUNT_IN_USE' });
    expect(await check(body.data.payoutId)).toMatchObject({ status: 'processing' });
    expect(refusal(await remove(bankAccountId))).toMatchObject({ status: 409, code: 'BANK_ACCOUNT_IN_USE' });
    expect(await completes(body.data.payoutId)).toMatchObject({ status: 'completed' });
    expect((await remove(bankAccountId)).status).toBe(200);
    expect((await check(body.data.payoutId)).destination).toEqual(body.data.destination);
  });

  it('that fail let the account go', async () => {
    const bankAccountId = await verified();
    const { payoutId } = (await request({ bankAccountId, amount: 5096 })).body.data;
    await check(payoutId);
    expect(await check(payoutId)).toMatchObject({ status: 'failed' });
    expect((await remove(bankAccountId)).status).toBe(200);
  });

  it('go to the default account when none is named, once it is verified', async () => {
    await added({ accountNumber: '37428506797' });
    await verified({ accountNumber: '55555' });
    expect((await request()).body.data.destination.type).toBe('sandbox');
    const [, pending] = await listed();
    await remove(pending.id);
    expect((await request({ amount: 1000 })).body.data.destination).toMatchObject({
      type: 'bank-account',
      label: 'Afriland First Bank ****5555',
    });
  });

  it('come before the stakeholder’s wallet, which comes before none', async () => {
    await door.call('submitStakeholder', { token: merchant.token, body: STAKEHOLDER });
    expect((await request({ amount: 1000 })).body.data.destination.type).toBe('mobile-money');
    await verified();
    expect((await request({ amount: 1000 })).body.data.destination.type).toBe('bank-account');
  });

  it('are refused for an account that is not verified, in another currency, removed, or not theirs', async () => {
    const theirs = await added({}, await aMerchant(door));
    const dollars = await verified({ currency: 'USD' });
    const removed = await verified({ accountNumber: '44444' });
    await remove(removed);
    const failed = await verified({ accountNumber: '37428506796' });
    const pending = await added({ accountNumber: '37428506797' });
    for (const bankAccountId of [theirs, dollars, removed, failed, pending, NOWHERE, 'nowhere']) {
      expect(refusal(await request({ bankAccountId }))).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { bankAccountId: [expect.any(String)] },
      });
    }
  });
});
