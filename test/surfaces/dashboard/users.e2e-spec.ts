import { Secret, TOTP } from 'otpauth';
import { SetOrganizationSuspension, SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { aMerchant, type TestMerchant } from '../../support/merchant.js';

const NEW_PASSWORD = 'NewSecret456!';

const BODIES: Readonly<Record<string, object | undefined>> = {
  getCurrentUser: undefined,
  updateCurrentUser: { firstName: 'Adaeze' },
  changePassword: { currentPassword: 'Secret123!', newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD },
  setTwoFactor: { enabled: true },
  confirmTwoFactor: { code: '492817' },
};
const OPERATIONS = Object.keys(BODIES);

describe('dashboard: user profile', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  const refusal = (answer: Answer): object => ({ status: answer.status, ...answer.body.error });
  const call = (operation: string, { token }: { token: string }, body?: unknown): Promise<Answer> =>
    door.call(operation, { token, body });
  const login = async ({ email, password }: TestMerchant): Promise<Answer> =>
    door.call('login', { body: { email, password } });

  it('getCurrentUser shows the whole account and nothing secret', async () => {
    const merchant = await aMerchant(door);
    const answer = await call('getCurrentUser', merchant);
    expect(answer.status).toBe(200);
    expect(answer.body.data).toEqual({
      id: merchant.userId,
      email: merchant.email,
      username: merchant.email.split('@')[0],
      firstName: 'Ada',
      lastName: 'Ngo',
      phone: null,
      isVerified: true,
      role: 'customer',
      twoFactorEnabled: false,
      organizationId: merchant.organizationId,
      createdAt: expect.any(String),
    });
  });

  describe('updateCurrentUser', () => {
    it('changes names and phone and answers with the whole account', async () => {
      const merchant = await aMerchant(door);
      const answer = await call('updateCurrentUser', merchant, { firstName: ' Adaeze ', phone: '+237 6 12 34 56 78' });
      expect(answer).toMatchObject({ status: 200, body: { message: 'Profile updated' } });
      expect(answer.body.data).toMatchObject({
        firstName: 'Adaeze',
        lastName: 'Ngo',
        phone: '+237612345678',
        email: merchant.email,
      });
      expect((await call('getCurrentUser', merchant)).body.data).toEqual(answer.body.data);
      for (const phone of [null, '']) {
        await call('updateCurrentUser', merchant, { phone: '612345678' });
        expect((await call('updateCurrentUser', merchant, { phone })).body.data.phone).toBeNull();
      }
    });

    it('ignores every other field, whatever its value', async () => {
      const merchant = await aMerchant(door);
      const before = (await call('getCurrentUser', merchant)).body.data;
      const answer = await call('updateCurrentUser', merchant, {
        ...before,
        id: 'another',
        email: 'another@example.com',
        username: 'another',
        isVerified: false,
        role: 'admin',
        organizationId: null,
        twoFactorEnabled: true,
        passwordHash: 'x',
        createdAt: 1,
        nested: { anything: [1, 2] },
      });
      expect(answer.status).toBe(200);
      expect(answer.body.data).toEqual(before);
    });

    it.each<[object, string]>([
      [{ firstName: '' }, 'firstName'],
      [{ lastName: '   ' }, 'lastName'],
      [{ firstName: 7 }, 'firstName'],
      [{ firstName: null }, 'firstName'],
      [{ phone: '+33 6 12 34 56 78' }, 'phone'],
      [{ phone: '12' }, 'phone'],
      [{ phone: 237612345678 }, 'phone'],
    ])('refuses %j', async (body, field) => {
      const merchant = await aMerchant(door);
      const answer = await call('updateCurrentUser', merchant, { ...body, nickname: 'x' });
      expect(refusal(answer)).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.any(Array) },
      });
    });
  });

  describe('changePassword', () => {
    const change = (merchant: TestMerchant, changes: object = {}): Promise<Answer> =>
      call('changePassword', merchant, { ...BODIES['changePassword'], ...changes });

    it('replaces the password and ends the other sessions', async () => {
      const merchant = await aMerchant(door);
      const other = (await login(merchant)).body.data;
      const answer = await change(merchant);
      expect(answer).toMatchObject({ status: 200, body: { data: { passwordChanged: true, otherSessionsRevoked: 1 } } });
      expect(refusal(await call('getCurrentUser', { token: other.accessToken }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
      expect((await call('getCurrentUser', merchant)).status).toBe(200);
      expect((await login({ ...merchant, password: NEW_PASSWORD })).status).toBe(200);
      expect((await login(merchant)).status).toBe(401);
    });

    it.each<[string, object, string]>([
      ['a wrong current password', { currentPassword: 'Wrong123!' }, 'currentPassword'],
      ['the same password', { newPassword: 'Secret123!', confirmPassword: 'Secret123!' }, 'newPassword'],
      ['a weak password', { newPassword: 'secret', confirmPassword: 'secret' }, 'newPassword'],
      ['another confirmation', { confirmPassword: 'Different456!' }, 'confirmPassword'],
      ['no confirmation', { confirmPassword: undefined }, 'confirmPassword'],
    ])('refuses %s and names the field', async (_, changes, field) => {
      const merchant = await aMerchant(door);
      const refused = await change(merchant, changes);
      expect(refusal(refused)).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: expect.any(Array) },
      });
      expect(Object.keys(refused.body.error.details)).toEqual([field]);
      expect((await login(merchant)).status).toBe(200);
    });

    it('counts wrong current passwords towards the lock of login', async () => {
      const merchant = await aMerchant(door);
      for (let time = 0; time < 5; time += 1) await change(merchant, { currentPassword: 'Wrong123!' });
      expect(refusal(await login(merchant))).toMatchObject({ status: 403, code: 'ACCOUNT_LOCKED' });
      expect(refusal(await change(merchant))).toMatchObject({
        status: 422,
        details: { currentPassword: expect.any(Array) },
      });
    });
  });

  describe('setTwoFactor, confirmTwoFactor and loginWithTwoFactor', () => {
    const codeOf = (secret: string, stepsLater = 0): string => {
      const timestamp = door.get(SharedClock).now().getTime() + stepsLater * 30_000;
      return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
    };
    const wrongCode = (secret: string): string =>
      ['111111', '222222', '333333', '444444'].find(
        (code) => ![-1, 0, 1].some((step) => codeOf(secret, step) === code),
      )!;
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

  describe.each(OPERATIONS)('%s', (operation) => {
    it('needs a token that holds', async () => {
      const without = await door.call(operation, { body: BODIES[operation] });
      expect(refusal(without)).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const malformed = await call(operation, { token: 'no.token.atall' }, BODIES[operation]);
      expect(refusal(malformed)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      const merchant = await aMerchant(door);
      await door.get(SharedClock).move(3600_000);
      expect(refusal(await call(operation, merchant, BODIES[operation]))).toMatchObject({
        status: 401,
        code: 'AUTH_EXPIRED',
      });
    });

    it('is refused to a suspended account and in a suspended organisation', async () => {
      const merchant = await aMerchant(door);
      await door.commands.execute(new SetUserSuspension(merchant.userId, true));
      expect(refusal(await call(operation, merchant, BODIES[operation]))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
      const other = await aMerchant(door);
      await door.commands.execute(new SetOrganizationSuspension(other.organizationId, true));
      expect(refusal(await call(operation, other, BODIES[operation]))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
    });

    if (BODIES[operation] !== undefined) {
      it('refuses a body that is no JSON', async () => {
        const merchant = await aMerchant(door);
        const answer = await call(operation, merchant, '{"firstName": ');
        expect(refusal(answer)).toMatchObject({ status: 400, code: 'INVALID_JSON' });
      });
    }
  });
});

describe('dashboard: the limit of an account', () => {
  it('counts its calls, whatever the operation', async () => {
    const door = await startTestDoor(dashboardDoor, { environment: { RATE_LIMIT_PER_ACCOUNT: '5' } });
    try {
      const { token } = await aMerchant(door);
      for (const operation of OPERATIONS) {
        expect(
          (await door.call(operation, { token, body: BODIES[operation] && { enabled: 'x' } })).status,
        ).toBeLessThan(429);
      }
      for (const operation of OPERATIONS) {
        const limited = await door.call(operation, { token, body: BODIES[operation] });
        expect(limited).toMatchObject({ status: 429, body: { error: { code: 'RATE_LIMIT_EXCEEDED' } } });
      }
    } finally {
      await door.close();
    }
  });
});
