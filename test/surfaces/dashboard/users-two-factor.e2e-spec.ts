import { Secret, TOTP } from 'otpauth';
import { SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

describe('dashboard: setTwoFactor, confirmTwoFactor and loginWithTwoFactor', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  const call = (operation: string, { token }: { token: string }, body?: unknown): Promise<Answer> =>
    door.call(operation, { token, body });
  const login = async ({ email, password }: TestMerchant): Promise<Answer> =>
    door.call('login', { body: { email, password } });

  const codeOf = (secret: string, stepsLater = 0): string => {
    const timestamp = door.get(SharedClock).now().getTime() + stepsLater * 30_000;
    return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  };
  const wrongCode = (secret: string): string =>
    ['111111', '222222', '333333', '444444'].find((code) => ![-1, 0, 1].some((step) => codeOf(secret, step) === code))!;
  const enrol = async (merchant: TestMerchant): Promise<{ secret: string; recoveryCodes: string[] }> =>
    (await call('setTwoFactor', merchant, { enabled: true })).body.data;
  const protect = async (): Promise<{ merchant: TestMerchant; secret: string; recoveryCodes: string[] }> => {
    const merchant = await aMerchant(door);
    const { secret, recoveryCodes } = await enrol(merchant);
    await call('confirmTwoFactor', merchant, { code: codeOf(secret, -1) });
    return { merchant, secret, recoveryCodes };
  };
  const challenge = async (merchant: TestMerchant): Promise<string> => {
    const answer = await login(merchant);
    expect(refusal(answer)).toMatchObject({
      status: 401,
      code: 'TWO_FACTOR_REQUIRED',
      details: { challengeToken: expect.any(String), expiresAt: expect.any(String) },
    });
    return answer.body.error.details.challengeToken;
  };
  const finish = (challengeToken: string, code: string): Promise<Answer> =>
    door.call('loginWithTwoFactor', { body: { challengeToken, code } });

  it('switch the factor on in two steps, and login asks for a code from then on', async () => {
    const merchant = await aMerchant(door);
    const started = await call('setTwoFactor', merchant, { enabled: true });
    expect(started).toMatchObject({ status: 200, body: { data: { enabled: false, status: 'pending' } } });
    expect((await login(merchant)).status).toBe(200);
    const confirmed = await call('confirmTwoFactor', merchant, { code: codeOf(started.body.data.secret) });
    const nothing = { secret: null, otpauthUrl: null, qrCode: null, recoveryCodes: null };
    expect(confirmed.body.data).toEqual({ enabled: true, status: 'enabled', ...nothing });
    expect((await call('getCurrentUser', merchant)).body.data.twoFactorEnabled).toBe(true);
    const signedIn = await finish(await challenge(merchant), codeOf(started.body.data.secret, 1));
    expect(signedIn).toMatchObject({ status: 200, body: { data: { user: { id: merchant.userId } } } });
    const again = await call('setTwoFactor', merchant, { enabled: true });
    expect(again.body.data).toEqual({ enabled: true, status: 'enabled', ...nothing });
  });

  it('take each code and each recovery code once', async () => {
    const { merchant, secret, recoveryCodes } = await protect();
    const code = codeOf(secret);
    expect((await finish(await challenge(merchant), code)).status).toBe(200);
    expect((await finish(await challenge(merchant), code)).status).toBe(401);
    expect((await finish(await challenge(merchant), recoveryCodes[0]!)).status).toBe(200);
    expect((await finish(await challenge(merchant), recoveryCodes[0]!)).status).toBe(401);
  });

  it('void a challenge after five wrong codes, after its use and after five minutes', async () => {
    const { merchant, secret } = await protect();
    const token = await challenge(merchant);
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      const refused = refusal(await finish(token, wrongCode(secret)));
      expect(refused).toMatchObject({ status: 401, code: 'TWO_FACTOR_INVALID', details: { attemptsLeft } });
    }
    expect(refusal(await finish(token, codeOf(secret)))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    const used = await challenge(merchant);
    await finish(used, codeOf(secret));
    expect(refusal(await finish(used, codeOf(secret, 1)))).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    const late = await challenge(merchant);
    await door.get(SharedClock).move(300_000);
    expect(refusal(await finish(late, codeOf(secret)))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    const unknown = await finish('ch_nobodyWasEverGivenThis', '123456');
    expect(refusal(unknown)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
    expect(refusal(await finish(late, '12'))).toMatchObject({ status: 422, details: { code: expect.any(Array) } });
  });

  it('refuse to finish for an account that was suspended meanwhile', async () => {
    const { merchant, secret } = await protect();
    const token = await challenge(merchant);
    await door.commands.execute(new SetUserSuspension(merchant.userId, true));
    expect(refusal(await finish(token, codeOf(secret)))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('confirm only what is pending, by the right code', async () => {
    const merchant = await aMerchant(door);
    const none = await call('confirmTwoFactor', merchant, { code: '123456' });
    expect(refusal(none)).toMatchObject({ status: 409, code: 'TWO_FACTOR_NOT_PENDING' });
    const { secret } = await enrol(merchant);
    const wrong = await call('confirmTwoFactor', merchant, { code: wrongCode(secret) });
    expect(refusal(wrong)).toMatchObject({
      status: 422,
      code: 'VALIDATION_ERROR',
      details: { code: expect.any(Array) },
    });
    const recovery = await call('confirmTwoFactor', merchant, { code: '7KX2M-Q9TLW' });
    expect(refusal(recovery)).toMatchObject({ status: 422, details: { code: expect.any(Array) } });
    expect((await call('confirmTwoFactor', merchant, { code: codeOf(secret) })).status).toBe(200);
  });

  it('switch the factor off by a code, and a pending one without', async () => {
    const pending = await aMerchant(door);
    await enrol(pending);
    expect((await call('setTwoFactor', pending, { enabled: false })).body.data).toMatchObject({
      enabled: false,
      status: 'disabled',
    });
    const { merchant, secret } = await protect();
    for (const body of [{ enabled: false }, { enabled: false, code: wrongCode(secret) }]) {
      const refused = await call('setTwoFactor', merchant, body);
      expect(refusal(refused)).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { code: expect.any(Array) },
      });
    }
    const off = await call('setTwoFactor', merchant, { enabled: false, code: codeOf(secret) });
    expect(off.body.data).toMatchObject({ enabled: false, status: 'disabled', secret: null });
    expect((await login(merchant)).status).toBe(200);
  });
});
