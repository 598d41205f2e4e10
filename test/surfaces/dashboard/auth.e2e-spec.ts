import { randomBytes } from 'node:crypto';
import { SetUserSuspension } from '#identity';
import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant } from '../../support/merchant.js';

const PASSWORD = 'Secret123!';

describe('dashboard: authentication', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  const post = (operation: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    door.call(operation, { body, headers });
  const newcomer = (): Record<string, string> => {
    const username = `ada.${randomBytes(5).toString('hex')}`;
    return { username, firstName: 'Ada', lastName: 'Ngo', email: `${username}@example.com`, password: PASSWORD };
  };
  const signedUp = async (): Promise<string> => {
    const person = newcomer();
    await post('signUp', person);
    return person['email']!;
  };
  const passSeconds = (seconds: number): Promise<Date> => door.get(SharedClock).move(seconds * 1000);

  describe('signUp', () => {
    it('opens an account and gives no token', async () => {
      const person = { ...newcomer(), email: `Upper.${randomBytes(4).toString('hex')}@Example.com` };
      const answer = await post('signUp', person, { 'accept-language': 'de-AT;q=0.5, xx, fr-CM' });
      expect(answer).toMatchObject({ status: 201, body: { success: true, message: 'Account created successfully' } });
      expect(answer.body.data).toEqual({
        userId: expect.any(String),
        email: person.email.toLowerCase(),
        isVerified: false,
      });
      const [mail] = await eventually(
        () => mailsTo(door, person.email.toLowerCase()),
        (mails) => mails.length > 0,
      );
      expect(mail).toMatchObject({ subject: 'Votre code de vérification' });
      expect(mail?.text).toContain('123456');
      expect(refusal(await post('login', { email: person.email, password: PASSWORD }))).toMatchObject({
        status: 403,
        code: 'ACCOUNT_NOT_VERIFIED',
      });
    });

    it('refuses taken names, the address first', async () => {
      const one = newcomer();
      const other = newcomer();
      await post('signUp', one);
      await post('signUp', other);
      const email = one['email']!.toUpperCase();
      const username = other['username']!.toUpperCase();
      expect(refusal(await post('signUp', { ...newcomer(), email }))).toMatchObject({
        status: 409,
        code: 'EMAIL_EXISTS',
      });
      expect(refusal(await post('signUp', { ...newcomer(), username }))).toMatchObject({
        status: 409,
        code: 'USERNAME_EXISTS',
      });
      expect(refusal(await post('signUp', { ...newcomer(), email, username }))).toMatchObject({ code: 'EMAIL_EXISTS' });
    });

    it.each<[string, object, string]>([
      ['a weak password', { password: 'secret123!' }, 'password'],
      ['the address as password', { email: 'Abc12345@example.com', password: 'Abc12345@example.com' }, 'password'],
      ['a blank name', { firstName: '  ' }, 'firstName'],
      ['a name with a NUL', { lastName: 'N\0go' }, 'lastName'],
      ['a username with blanks', { username: 'ada ngo' }, 'username'],
      ['no address', { email: undefined }, 'email'],
      ['a role', { role: 'admin' }, 'role'],
      ['a field that is not known', { isVerified: true }, 'isVerified'],
    ])('refuses %s and creates nothing', async (_, change, field) => {
      const person = { ...newcomer(), ...change };
      const refused = refusal(await post('signUp', person));
      expect(refused).toMatchObject({
        status: 422,
        code: 'VALIDATION_ERROR',
        details: { [field]: [expect.any(String)] },
      });
      const found = await door.database.query('SELECT 1 FROM users WHERE username = $1', [person['username'] ?? '']);
      expect(found).toEqual([]);
    });
  });

  describe('sendVerificationOtp and verifyOtp', () => {
    it('verify the address, after which login works', async () => {
      const email = await signedUp();
      const sent = await post('sendVerificationOtp', { email });
      expect(sent.body.data).toMatchObject({ email, sent: false });
      const verified = await post('verifyOtp', { email, otp: '123456' });
      expect(verified).toMatchObject({ status: 200, body: { data: { email, isVerified: true } } });
      expect((await post('login', { email, password: PASSWORD })).status).toBe(200);
    });

    it('answer alike for an address without account and for one that is verified', async () => {
      const { email } = await aMerchant(door);
      for (const address of [email, 'no.account@example.com']) {
        const sent = await post('sendVerificationOtp', { email: address });
        expect(sent).toMatchObject({ status: 200, body: { data: { email: address, sent: true } } });
        const wrong = refusal(await post('verifyOtp', { email: address, otp: '123456' }));
        expect(wrong).toMatchObject({ status: 400, code: 'OTP_INVALID', details: { attemptsLeft: 4 } });
      }
    });

    it('count wrong codes down, and not what is no code', async () => {
      const email = await signedUp();
      for (const otp of ['12345', 'abcdef', '1234567']) {
        const refused = refusal(await post('verifyOtp', { email, otp }));
        expect(refused).toMatchObject({
          status: 422,
          code: 'VALIDATION_ERROR',
          details: { otp: [expect.any(String)] },
        });
      }
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        const refused = refusal(await post('verifyOtp', { email, otp: '654321' }));
        expect(refused).toMatchObject({ status: 400, code: 'OTP_INVALID', details: { attemptsLeft } });
      }
      expect(refusal(await post('verifyOtp', { email, otp: '123456' }))).toMatchObject({
        status: 400,
        code: 'OTP_EXPIRED',
        details: null,
      });
    });

    it('say that no code is outstanding', async () => {
      const refused = refusal(await post('verifyOtp', { email: 'never.asked@example.com', otp: '123456' }));
      expect(refused).toMatchObject({ status: 400, code: 'OTP_INVALID', details: null });
    });

    it('refuse a code after ten minutes', async () => {
      const email = await signedUp();
      await passSeconds(600);
      expect(refusal(await post('verifyOtp', { email, otp: '123456' }))).toMatchObject({ code: 'OTP_EXPIRED' });
    });
  });

  describe('login', () => {
    it('gives the tokens of a session', async () => {
      const { email, userId } = await aMerchant(door);
      const answer = await post('login', { email, password: PASSWORD });
      expect(answer.status).toBe(200);
      expect(answer.body.data).toMatchObject({
        user: { id: userId, email, isVerified: true, role: 'customer' },
        tokenType: 'Bearer',
        expiresIn: 3600,
      });
      const { accessToken } = answer.body.data;
      expect((await door.call('getCurrentUser', { token: accessToken })).status).toBe(200);
    });

    it('refuses a wrong password and an unknown address with one answer', async () => {
      const { email } = await aMerchant(door);
      const wrong = refusal(await post('login', { email, password: 'Wrong123!' }));
      const unknown = refusal(await post('login', { email: 'no.account@example.com', password: 'Wrong123!' }));
      expect(wrong).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS', details: null });
      expect(unknown).toEqual(wrong);
    });

    it('refuses a suspended account', async () => {
      const { email, userId } = await aMerchant(door);
      await door.commands.execute(new SetUserSuspension(userId, true));
      expect(refusal(await post('login', { email, password: PASSWORD }))).toMatchObject({
        status: 403,
        code: 'FORBIDDEN',
      });
    });

    it('locks an address after five wrong passwords and says for how long', async () => {
      const { email } = await aMerchant(door);
      for (let time = 0; time < 5; time += 1) {
        expect((await post('login', { email, password: 'Wrong123!' })).status).toBe(401);
      }
      const locked = await post('login', { email, password: PASSWORD });
      expect(refusal(locked)).toMatchObject({ status: 403, code: 'ACCOUNT_LOCKED' });
      const { retryAfterSeconds } = locked.body.error.details;
      expect(locked.headers['retry-after']).toBe(String(retryAfterSeconds));
      await passSeconds(retryAfterSeconds);
      expect((await post('login', { email, password: PASSWORD })).status).toBe(200);
    });

    it.each<[object, string]>([
      [{ email: 'ada@example.com' }, 'password'],
      [{ email: 'no address', password: 'x' }, 'email'],
      [{ email: 'ada@example.com', password: 'x', remember: true }, 'remember'],
    ])('refuses %j', async (body, field) => {
      expect(refusal(await post('login', body))).toMatchObject({
        status: 422,
        details: { [field]: [expect.any(String)] },
      });
    });
  });

  describe('refreshSession', () => {
    it('trades the token for a new pair', async () => {
      const { refreshToken, token, email } = await aMerchant(door);
      const answer = await post('refreshSession', { refreshToken });
      expect(answer).toMatchObject({ status: 200, body: { data: { user: { email }, expiresIn: 3600 } } });
      expect(answer.body.data.refreshToken).not.toBe(refreshToken);
      for (const accessToken of [token, answer.body.data.accessToken]) {
        expect((await door.call('getCurrentUser', { token: accessToken })).status).toBe(200);
      }
    });

    it('ends the session of a token that is used twice', async () => {
      const { refreshToken } = await aMerchant(door);
      const { accessToken } = (await post('refreshSession', { refreshToken })).body.data;
      expect(refusal(await post('refreshSession', { refreshToken }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
      expect(refusal(await door.call('getCurrentUser', { token: accessToken }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
    });

    it('refuses a token that is unknown, that has ended, or whose account is suspended', async () => {
      const unknown = await post('refreshSession', { refreshToken: 'rt_nobodyWasEverGivenThis' });
      expect(refusal(unknown)).toMatchObject({ status: 401, code: 'AUTH_INVALID' });
      const { refreshToken, userId } = await aMerchant(door);
      await door.commands.execute(new SetUserSuspension(userId, true));
      expect(refusal(await post('refreshSession', { refreshToken }))).toMatchObject({ status: 403, code: 'FORBIDDEN' });
      const other = await aMerchant(door);
      await passSeconds(30 * 24 * 3600);
      const ended = await post('refreshSession', { refreshToken: other.refreshToken });
      expect(refusal(ended)).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    });
  });

  describe('logout', () => {
    it('ends the session and no other; a body does not matter', async () => {
      const { email, token, refreshToken } = await aMerchant(door);
      const other = (await post('login', { email, password: PASSWORD })).body.data;
      const answer = await door.call('logout', { token, body: { anything: ['at', 'all'] } });
      expect(answer).toMatchObject({ status: 200, body: { data: { loggedOut: true } } });
      expect(refusal(await door.call('getCurrentUser', { token }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
      expect(refusal(await post('refreshSession', { refreshToken }))).toMatchObject({
        status: 401,
        code: 'AUTH_INVALID',
      });
      expect((await door.call('getCurrentUser', { token: other.accessToken })).status).toBe(200);
      expect((await door.call('logout', { token: other.accessToken })).status).toBe(200);
    });

    it('works for a suspended account', async () => {
      const { token, userId } = await aMerchant(door);
      await door.commands.execute(new SetUserSuspension(userId, true));
      expect((await door.call('logout', { token })).status).toBe(200);
    });

    it('needs a token', async () => {
      expect(refusal(await door.call('logout'))).toMatchObject({ status: 401, code: 'AUTH_REQUIRED' });
      const { token } = await aMerchant(door);
      await passSeconds(3600);
      expect(refusal(await door.call('logout', { token }))).toMatchObject({ status: 401, code: 'AUTH_EXPIRED' });
    });
  });
});
