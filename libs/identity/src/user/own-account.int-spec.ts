import { InvalidInput } from '#kernel';
import { IdentityUnderTest, PASSWORD, tally, type Person } from '../../../../test/support/identity.js';
import type { Principal } from '../session/authenticator.service.js';
import { RefreshSession } from '../session/refresh-session.command.js';
import { InvalidCredentials, TokenInvalid } from '../session/session.errors.js';
import { AppointAdministrator } from './appoint-administrator.command.js';
import { ChangePassword } from './change-password.command.js';
import { GetProfile } from './get-profile.query.js';
import { UpdateProfile, type ProfileChanges } from './update-profile.command.js';

const NEW_PASSWORD = 'NewSecret456!';

describe('the own account', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const callerOf = async (): Promise<{ person: Person; caller: Principal }> => {
    const person = await identity.person();
    return { person, caller: await identity.principalOf(person) };
  };

  describe('profile', () => {
    const update = async (caller: Principal, changes: ProfileChanges) => {
      await identity.run(new UpdateProfile(caller, changes, 'CM'));
      return identity.ask(new GetProfile(caller.userId));
    };

    it('changes what is given and leaves the rest', async () => {
      const { person, caller } = await callerOf();
      await expect(update(caller, { firstName: ' Adaeze ', phone: '+237 6 12 34 56 78' })).resolves.toMatchObject({
        firstName: 'Adaeze',
        lastName: 'Ngo',
        phone: '+237612345678',
        email: person.email,
      });
      await expect(update(caller, { lastName: 'Mbarga' })).resolves.toMatchObject({
        firstName: 'Adaeze',
        phone: '+237612345678',
      });
      await expect(update(caller, {})).resolves.toMatchObject({ firstName: 'Adaeze', lastName: 'Mbarga' });
      await expect(identity.auditActions(person.userId)).resolves.toContain('user.updated');
    });

    it.each([null, '', '  '])('clears the phone with %j', async (phone) => {
      const { caller } = await callerOf();
      await update(caller, { phone: '612345678' });
      await expect(update(caller, { phone })).resolves.toMatchObject({ phone: null });
    });

    it('refuses a blank name and a phone that is none, and changes nothing', async () => {
      const { caller } = await callerOf();
      await expect(update(caller, { firstName: 'New', lastName: ' ' })).rejects.toMatchObject({
        fields: { lastName: expect.any(Array) },
      });
      await expect(update(caller, { firstName: 'New', phone: '12' })).rejects.toMatchObject({
        fields: { phone: expect.any(Array) },
      });
      await expect(identity.ask(new GetProfile(caller.userId))).resolves.toMatchObject({
        firstName: 'Ada',
        phone: null,
      });
    });
  });

  describe('password', () => {
    const change = (caller: Principal, current: string, next: string) =>
      identity.run(new ChangePassword(caller, current, next));

    it('is replaced; the other sessions end and the calling one goes on', async () => {
      const { person, caller } = await callerOf();
      const others = [await identity.signIn(person), await identity.signIn(person)];
      const mine = await identity.signIn(person);
      const me = await identity.authenticate(mine.accessToken.token);
      await expect(change(me, PASSWORD, NEW_PASSWORD)).resolves.toEqual({ otherSessionsRevoked: 3 });
      for (const other of others) {
        await expect(identity.authenticate(other.accessToken.token)).rejects.toThrow(TokenInvalid);
        await expect(identity.run(new RefreshSession(other.refreshToken))).rejects.toThrow(TokenInvalid);
      }
      await expect(identity.authenticate(mine.accessToken.token)).resolves.toBeDefined();
      await expect(identity.signIn(person, PASSWORD)).rejects.toThrow(InvalidCredentials);
      await expect(identity.signIn(person, NEW_PASSWORD)).resolves.toBeDefined();
      await expect(identity.events(caller.organizationId, 'identity.password_changed')).resolves.toEqual([
        { userId: person.userId, by: 'old_password' },
      ]);
      await expect(identity.auditActions(person.userId)).resolves.toContain('user.password_changed');
    });

    it.each([
      ['the present one', PASSWORD],
      ['one against the policy', 'weak'],
    ])('is not replaced by %s', async (_, next) => {
      const { caller } = await callerOf();
      await expect(change(caller, PASSWORD, next)).rejects.toMatchObject({
        fields: { newPassword: expect.any(Array) },
      });
    });

    it('is not replaced by the address or the username of the account', async () => {
      const { caller } = await callerOf();
      const email = 'Upper.Case1@example.com';
      await identity.database.query('UPDATE users SET email = lower($2), username = $3 WHERE id = $1', [
        caller.userId,
        email,
        'Upper.Case1',
      ]);
      for (const next of [email, 'Upper.Case1']) {
        await expect(change(caller, PASSWORD, next)).rejects.toMatchObject({
          fields: { newPassword: expect.any(Array) },
        });
      }
    });

    it('counts a wrong current one towards the lock of signing in', async () => {
      const { person, caller } = await callerOf();
      for (let time = 0; time < 3; time += 1) {
        await expect(change(caller, 'Wrong123!', NEW_PASSWORD)).rejects.toMatchObject({
          fields: { currentPassword: ['is not your password'] },
        });
      }
      await expect(identity.signIn(person, 'Wrong123!')).rejects.toThrow(InvalidCredentials);
      await expect(identity.signIn(person, 'Wrong123!')).rejects.toThrow(InvalidCredentials);
      await expect(identity.signIn(person)).rejects.toMatchObject({ code: 'sign_in_locked' });
      await expect(change(caller, PASSWORD, NEW_PASSWORD)).rejects.toThrow(InvalidInput);
    });

    it('is replaced once when ten changes come at once', async () => {
      const { person, caller } = await callerOf();
      const changes = Array.from({ length: 4 }, (_, index) => change(caller, PASSWORD, `NewSecret${index}!`));
      expect(tally(await Promise.allSettled(changes))).toEqual({ fulfilled: 1, invalid_input: 3 });
      await expect(identity.events(person.organizationId, 'identity.password_changed')).resolves.toHaveLength(1);
    });
  });

  describe('of platform staff', () => {
    const appoint = (email: string, username: string, password = PASSWORD) =>
      identity.run(
        new AppointAdministrator({ email, username, password, firstName: 'Plat', lastName: 'Form', country: 'CM' }),
      );

    it('is opened by an operations command, ready to sign in, and may be appointed again', async () => {
      const owner = await appoint('Admin@example.com', 'admin');
      await expect(identity.signIn({ email: 'admin@example.com' })).resolves.toMatchObject({
        account: { role: 'admin' },
      });
      await expect(appoint('admin@example.com', 'admin', NEW_PASSWORD)).resolves.toEqual(owner);
      await expect(identity.signIn({ email: 'admin@example.com' }, NEW_PASSWORD)).resolves.toBeDefined();
    });

    it('may be one that signed up; its sessions end', async () => {
      const person = await identity.person({ verified: false });
      await expect(appoint(person.email, 'unused.name', NEW_PASSWORD)).resolves.toEqual({
        userId: person.userId,
        organizationId: person.organizationId,
      });
      await expect(identity.signIn(person, NEW_PASSWORD)).resolves.toMatchObject({
        account: { role: 'admin', emailVerified: true },
      });
    });
  });
});
