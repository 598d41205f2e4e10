import { SharedClock } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { refusal, startTestDoor, type Answer, type TestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';
import { mailsTo } from '../../support/mails.js';
import { aMerchant } from '../../support/merchant.js';

const NEW_PASSWORD = 'NewSecret456!';

describe('dashboard: forgotPassword and resetPassword', () => {
  let door: TestDoor;
  beforeAll(async () => {
    door = await startTestDoor(dashboardDoor);
  });
  afterAll(() => door?.close());

  const post = (operation: string, body: object): Promise<Answer> => door.call(operation, { body });

  const mailedToken = async (email: string): Promise<string> => {
    const [mail] = await eventually(
      async () => (await mailsTo(door, email)).filter(({ text }) => text.includes('reset-password')),
      (mails) => mails.length > 0,
    );
    return /token=(\w+)/.exec(mail!.text)![1]!;
  };
  const reset = (token: string, change: object = {}): Promise<Answer> =>
    post('resetPassword', { token, newPassword: NEW_PASSWORD, confirmPassword: NEW_PASSWORD, ...change });

  it('set a new password, once, and end all sessions', async () => {
    const { email, token } = await aMerchant(door);
    const asked = await post('forgotPassword', { email });
    expect(asked).toMatchObject({ status: 200, body: { data: { requested: true } } });
    const resetToken = await mailedToken(email);
    expect(await reset(resetToken)).toMatchObject({
      status: 200,
      body: { message: 'Password changed', data: { passwordReset: true } },
    });
    expect(refusal(await reset(resetToken))).toMatchObject({
      status: 400,
      code: 'RESET_TOKEN_INVALID',
      details: null,
    });
    expect(refusal(await door.call('getCurrentUser', { token }))).toMatchObject({ status: 401 });
    expect((await post('login', { email, password: NEW_PASSWORD })).status).toBe(200);
  });

  it('answer the same for an address without account', async () => {
    const { email } = await aMerchant(door);
    const known = await post('forgotPassword', { email });
    const unknown = await post('forgotPassword', { email: 'no.account@example.com' });
    expect(unknown.body).toEqual(known.body);
    await expect(mailsTo(door, 'no.account@example.com')).resolves.toEqual([]);
  });

  it('leave the token usable after a refusal', async () => {
    const { email } = await aMerchant(door);
    await post('forgotPassword', { email });
    const token = await mailedToken(email);
    expect(refusal(await reset(token, { confirmPassword: 'Different456!' }))).toMatchObject({
      status: 422,
      details: { confirmPassword: ['must equal newPassword'] },
    });
    expect(refusal(await reset(token, { newPassword: 'weak', confirmPassword: 'weak' }))).toMatchObject({
      status: 422,
      details: { newPassword: expect.any(Array) },
    });
    expect((await reset(token)).status).toBe(200);
  });

  it('refuse a token that is unknown, or after half an hour', async () => {
    expect(refusal(await reset('rp_nobodyWasEverGivenThis'))).toMatchObject({
      status: 400,
      code: 'RESET_TOKEN_INVALID',
    });
    const { email } = await aMerchant(door);
    await post('forgotPassword', { email });
    const token = await mailedToken(email);
    await door.get(SharedClock).move(1_800_000);
    expect(refusal(await reset(token))).toMatchObject({ status: 400, code: 'RESET_TOKEN_INVALID' });
  });
});
