import { SetOrganizationSuspension, SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
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
