import { IdentityUnderTest, PASSWORD, tally, type Person } from '../../../../test/support/identity.js';
import { ResetPassword } from '../password-reset/reset-password.command.js';
import { RequestPasswordReset } from '../password-reset/request-password-reset.command.js';
import { SetOrganizationSuspension } from '../organization/set-organization-suspension.command.js';
import { SetUserSuspension } from '../user/set-user-suspension.command.js';
import {
  AccountSuspended,
  EmailNotVerified,
  InvalidCredentials,
  SignInLocked,
  TokenInvalid,
} from './session.errors.js';

describe('signing in', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const guess = async (email: string, times: number): Promise<Record<string, number>> => {
    const outcomes: PromiseSettledResult<unknown>[] = [];
    for (let time = 0; time < times; time += 1) {
      outcomes.push(...(await Promise.allSettled([identity.signIn({ email }, 'Wrong123!')])));
    }
    return tally(outcomes);
  };

  it('opens a session beside those that run, whatever the case of the address', async () => {
    const person = await identity.person();
    const first = await identity.signIn(person);
    const second = await identity.signIn({ email: person.email.toUpperCase() });
    expect(second.sessionId).not.toBe(first.sessionId);
    expect(second.account).toMatchObject({
      id: person.userId,
      email: person.email,
      emailVerified: true,
      role: 'customer',
    });
    expect(second.accessToken.expiresInSeconds).toBe(3600);
    for (const { accessToken, sessionId } of [first, second]) {
      await expect(identity.authenticate(accessToken.token)).resolves.toMatchObject({
        sessionId,
        userId: person.userId,
      });
    }
    await expect(identity.auditActions(person.userId)).resolves.toEqual(
      expect.arrayContaining(['auth.signup', 'auth.email_verified', 'auth.login', 'auth.login']),
    );
  });

  it('refuses a wrong password and an address without account alike', async () => {
    const person = await identity.person();
    const wrong = await identity.signIn(person, 'Wrong123!').catch((error: Error) => error);
    const unknown = await identity.signIn({ email: 'nobody@example.com' }).catch((error: Error) => error);
    expect(wrong).toBeInstanceOf(InvalidCredentials);
    expect(unknown).toEqual(wrong);
    await expect(identity.auditActions(person.userId)).resolves.toContain('auth.login_failed');
  });

  it('sends the same statements for a wrong password and for an address without account', async () => {
    const { email } = await identity.person();
    const known = await identity.statementsOf(() => identity.signIn({ email }, 'Wrong123!'));
    const unknown = await identity.statementsOf(() =>
      identity.signIn({ email: 'nobody.either@example.com' }, 'Wrong123!'),
    );
    expect(known.length).toBeGreaterThan(4);
    expect(unknown).toEqual(known);
  });

  it('tells that the address is not verified only to somebody who knows the password', async () => {
    const person = await identity.person({ verified: false });
    await expect(identity.signIn(person, 'Wrong123!')).rejects.toThrow(InvalidCredentials);
    await expect(identity.signIn(person)).rejects.toThrow(EmailNotVerified);
  });

  it('refuses a suspended account, and one whose organisation is suspended, until that is lifted', async () => {
    const person = await identity.person();
    await identity.run(new SetUserSuspension(person.userId, true));
    await expect(identity.signIn(person)).rejects.toThrow(AccountSuspended);
    await identity.run(new SetUserSuspension(person.userId, false));
    await identity.run(new SetOrganizationSuspension(person.organizationId, true));
    await expect(identity.signIn(person)).rejects.toThrow(AccountSuspended);
    await identity.run(new SetOrganizationSuspension(person.organizationId, false));
    await expect(identity.signIn(person)).resolves.toMatchObject({ account: { id: person.userId } });
  });

  describe('after wrong passwords', () => {
    it.each(['with', 'without'])('locks an address %s account for a quarter of an hour', async (account) => {
      const { email } = account === 'with' ? await identity.person() : { email: 'without-account@example.com' };
      await expect(guess(email, 5)).resolves.toEqual({ invalid_credentials: 5 });
      const locked = await identity.signIn({ email }).catch((error: unknown) => error);
      expect(locked).toBeInstanceOf(SignInLocked);
      const { retryAfterSeconds } = locked as SignInLocked;
      expect(retryAfterSeconds).toBeGreaterThan(890);
      expect(retryAfterSeconds).toBeLessThanOrEqual(900);
    });

    it('lets the right password in again once the lock is over, with a new count', async () => {
      const person = await identity.person();
      await guess(person.email, 5);
      await identity.pass({ minutes: 14 });
      await expect(identity.signIn(person)).rejects.toThrow(SignInLocked);
      await identity.pass({ minutes: 1 });
      await expect(guess(person.email, 4)).resolves.toEqual({ invalid_credentials: 4 });
      await expect(identity.signIn(person)).resolves.toBeDefined();
    });

    it('sets the count back with a right password, also one that opens no session', async () => {
      const person = await identity.person({ verified: false });
      for (let round = 0; round < 3; round += 1) {
        await expect(guess(person.email, 4)).resolves.toEqual({ invalid_credentials: 4 });
        await expect(identity.signIn(person)).rejects.toThrow(EmailNotVerified);
      }
    });

    it('counts those of the last quarter of an hour, wherever it begins', async () => {
      const person = await identity.person();
      await guess(person.email, 1);
      await identity.pass({ minutes: 14 });
      await guess(person.email, 3);
      await identity.pass({ minutes: 2 });
      // The first is too old to count: this is the fourth, and the next the fifth.
      await expect(guess(person.email, 2)).resolves.toEqual({ invalid_credentials: 2 });
      await expect(identity.signIn(person)).rejects.toThrow(SignInLocked);
    });

    it('compares no more than five however many come at once', async () => {
      const person = await identity.person();
      const guesses = Array.from({ length: 40 }, () => identity.signIn(person, 'Wrong123!'));
      expect(tally(await Promise.allSettled(guesses))).toEqual({ invalid_credentials: 5, sign_in_locked: 35 });
    });

    it('lifts the lock with a reset', async () => {
      const person = await identity.person();
      await guess(person.email, 5);
      await resetPassword(identity, person, 'NewSecret456!');
      await expect(identity.signIn(person, 'NewSecret456!')).resolves.toBeDefined();
    });
  });

  it('leaves no session to the old password, also when it is replaced in the same moment', async () => {
    const person = await identity.person();
    const [attempts] = await Promise.all([
      Promise.allSettled(Array.from({ length: 4 }, () => identity.signIn(person, PASSWORD))),
      resetPassword(identity, person, 'NewSecret456!'),
    ]);
    for (const attempt of attempts) {
      if (attempt.status === 'rejected') continue;
      await expect(identity.authenticate(attempt.value.accessToken.token)).rejects.toThrow(TokenInvalid);
    }
  });
});

async function resetPassword(identity: IdentityUnderTest, person: Person, newPassword: string): Promise<void> {
  await identity.run(new RequestPasswordReset(person.email));
  const token = /token=(\w+)/.exec(identity.mails.to(person.email).at(-1)?.text ?? '')?.[1] ?? '';
  await identity.run(new ResetPassword(token, newPassword));
}
