import { IdentityUnderTest, MAILED_CODE, tally } from '../../../../test/support/identity.js';
import { CodeExpired, CodeWrong } from './one-time-code.errors.js';
import { SignUp } from '../user/sign-up.command.js';
import { SendVerificationCode } from './send-verification-code.command.js';
import { VerifyEmail } from './verify-email.command.js';

describe('verifying an address', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const ask = (email: string) => identity.run(new SendVerificationCode(email));
  const verify = (email: string, code: string) => identity.run(new VerifyEmail(email, code));

  it('takes the code that came with signing up, once', async () => {
    const { email, userId, organizationId } = await identity.person({ verified: false });
    expect(identity.mails.to(email).map(({ text }) => text)).toEqual([expect.stringContaining(MAILED_CODE)]);
    await expect(verify(email.toUpperCase(), MAILED_CODE)).resolves.toEqual({ email });
    await expect(identity.signIn({ email })).resolves.toMatchObject({ account: { emailVerified: true } });
    await expect(identity.auditActions(userId)).resolves.toContain('auth.email_verified');
    await expect(identity.events(organizationId, 'identity.email_verified')).resolves.toEqual([{ userId }]);
    await expect(verify(email, MAILED_CODE)).rejects.toThrow(CodeWrong);
  });

  it('counts down wrong codes and refuses the right one after five', async () => {
    const { email } = await identity.person({ verified: false });
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      await expect(verify(email, '654321')).rejects.toMatchObject({ code: 'code_wrong', details: { attemptsLeft } });
    }
    await expect(verify(email, MAILED_CODE)).rejects.toThrow(CodeExpired);
    await identity.pass({ minutes: 1 });
    await ask(email);
    await expect(verify(email, MAILED_CODE)).resolves.toBeDefined();
  });

  it('compares no more than five codes when fifty come at once', async () => {
    const { email } = await identity.person({ verified: false });
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => verify(email, '654321')));
    expect(tally(results)).toEqual({ code_wrong: 5, code_expired: 45 });
  });

  it('compares no more than twenty codes within an hour, however many are mailed', async () => {
    const { email } = await identity.person({ verified: false });
    let compared = 0;
    for (let mailed = 0; mailed < 8; mailed += 1) {
      const results = await Promise.allSettled(Array.from({ length: 6 }, () => verify(email, '654321')));
      compared += tally(results)['code_wrong'] ?? 0;
      await identity.pass({ minutes: 1 });
      await ask(email);
    }
    expect(compared).toBe(20);
    await expect(verify(email, MAILED_CODE)).rejects.toThrow(CodeExpired);
    await identity.pass({ minutes: 60 });
    await ask(email);
    await expect(verify(email, MAILED_CODE)).resolves.toBeDefined();
  });

  it('uses the code up once when fifty bring it at once', async () => {
    const { email, organizationId } = await identity.person({ verified: false });
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => verify(email, MAILED_CODE)));
    expect(tally(results)).toEqual({ fulfilled: 1, code_wrong: 49 });
    await expect(identity.events(organizationId, 'identity.email_verified')).resolves.toHaveLength(1);
  });

  it('refuses a code after ten minutes', async () => {
    const { email } = await identity.person({ verified: false });
    await identity.pass({ minutes: 10 });
    await expect(verify(email, MAILED_CODE)).rejects.toThrow(CodeExpired);
  });

  it('says that there is none where none was asked for', async () => {
    await expect(verify('nobody.asked@example.com', MAILED_CODE)).rejects.toMatchObject({
      code: 'code_wrong',
      details: null,
    });
  });

  it('mails nothing new within a minute, while the earlier code goes on', async () => {
    const { email } = await identity.person({ verified: false });
    const early = await ask(email);
    expect(early.sent).toBe(false);
    expect(identity.mails.to(email)).toHaveLength(1);
    await identity.pass({ minutes: 1 });
    const late = await ask(email);
    expect(late).toMatchObject({ email, sent: true });
    expect(late.expiresAt.getTime() - late.resendAvailableAt.getTime()).toBe(9 * 60_000);
    expect(late.resendAvailableAt.getTime()).toBeGreaterThan(early.resendAvailableAt.getTime());
    expect(identity.mails.to(email)).toHaveLength(2);
    await expect(ask(email)).resolves.toEqual({ ...late, sent: false });
    await expect(verify(email, MAILED_CODE)).resolves.toBeDefined();
  });

  it('mails once when asked ten times at the same moment', async () => {
    const { email } = await identity.person({ verified: false });
    await identity.pass({ minutes: 1 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(email)));
    expect(answers.filter(({ sent }) => sent)).toHaveLength(1);
    expect(identity.mails.to(email)).toHaveLength(2);
  });

  it.each(['without account', 'verified already'])(
    'behaves the same for an address %s, but no code is right',
    async (kind) => {
      const { email } = kind === 'without account' ? { email: 'no.account@example.com' } : await identity.person();
      const mailed = identity.mails.to(email).length;
      const answer = await ask(email);
      expect(answer).toEqual({ email, sent: true, expiresAt: expect.any(Date), resendAvailableAt: expect.any(Date) });
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        await expect(verify(email, MAILED_CODE)).rejects.toMatchObject({
          code: 'code_wrong',
          details: { attemptsLeft },
        });
      }
      await expect(verify(email, MAILED_CODE)).rejects.toThrow(CodeExpired);
      expect(identity.mails.to(email)).toHaveLength(mailed);
    },
  );

  it('mails a code right away to an address that asked before it had an account', async () => {
    const email = 'eager@example.com';
    await ask(email);
    const details = { email, username: 'eager', firstName: 'E', lastName: 'R', password: 'Secret123!' };
    await identity.run(new SignUp({ ...details, language: 'fr', country: 'CM' }));
    expect(identity.mails.to(email).map(({ subject }) => subject)).toEqual(['Votre code de vérification']);
    await expect(verify(email, MAILED_CODE)).resolves.toBeDefined();
  });
});

describe('where real operators are configured', () => {
  it('codes are random', async () => {
    const identity = await IdentityUnderTest.start({ OPERATORS: 'real' });
    try {
      const codes = new Set<string>();
      for (let count = 0; count < 3; count += 1) {
        const { email } = await identity.person({ verified: false });
        const code = /\b\d{6}\b/.exec(identity.mails.to(email)[0]?.text ?? '')?.[0] ?? '';
        codes.add(code);
        await expect(identity.run(new VerifyEmail(email, code))).resolves.toEqual({ email });
      }
      expect(codes.size).toBeGreaterThan(1);
    } finally {
      await identity.stop();
    }
  });
});
