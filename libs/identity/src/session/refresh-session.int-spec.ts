import { IdentityUnderTest, tally } from '../../../../test/support/identity.js';
import { SetUserSuspension } from '../user/set-user-suspension.command.js';
import { RefreshSession } from './refresh-session.command.js';
import { AccountSuspended, TokenExpired, TokenInvalid } from './session.errors.js';
import { REFRESH_TOKEN_REUSED } from './session.events.js';
import { SignOut } from './sign-out.command.js';

describe('renewing a session', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const renew = (refreshToken: string) => identity.run(new RefreshSession(refreshToken));

  it('trades the token for a new pair of the same session; the access token from before goes on', async () => {
    const person = await identity.person();
    const first = await identity.signIn(person);
    const second = await renew(first.refreshToken);
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect(second.accessToken.token).not.toBe(first.accessToken.token);
    expect(second).toMatchObject({ sessionId: first.sessionId, account: first.account });
    await expect(identity.authenticate(first.accessToken.token)).resolves.toBeDefined();
    await expect(identity.authenticate(second.accessToken.token)).resolves.toBeDefined();
    await expect(identity.auditActions(person.userId)).resolves.toContain('auth.refreshed');
  });

  it('keeps the end of the session', async () => {
    const person = await identity.person();
    let { refreshToken } = await identity.signIn(person);
    await identity.pass({ days: 29 });
    ({ refreshToken } = await renew(refreshToken));
    await identity.pass({ days: 1 });
    await expect(renew(refreshToken)).rejects.toThrow(TokenExpired);
  });

  it('ends the session of a token that is used twice, tells of it, and leaves other sessions alone', async () => {
    const person = await identity.person();
    const other = await identity.signIn(person);
    const stolen = await identity.signIn(person);
    const thiefs = await renew(stolen.refreshToken);
    await expect(renew(stolen.refreshToken)).rejects.toThrow(TokenInvalid);
    await expect(renew(thiefs.refreshToken)).rejects.toThrow(TokenInvalid);
    await expect(identity.authenticate(thiefs.accessToken.token)).rejects.toThrow(TokenInvalid);
    await expect(renew(other.refreshToken)).resolves.toBeDefined();
    await expect(identity.events(person.organizationId, REFRESH_TOKEN_REUSED)).resolves.toEqual([
      { userId: person.userId, sessionId: stolen.sessionId },
    ]);
    await expect(identity.auditActions(person.userId)).resolves.toContain('auth.refresh_reuse_detected');
  });

  it('gives exactly one new pair to fifty who ask at once, and then nobody has a session', async () => {
    const person = await identity.person();
    const { refreshToken } = await identity.signIn(person);
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => renew(refreshToken)));
    expect(tally(results)).toEqual({ fulfilled: 1, token_invalid: 49 });
    const winner = results.find((result) => result.status === 'fulfilled')!;
    await expect(renew(winner.value.refreshToken)).rejects.toThrow(TokenInvalid);
    await expect(identity.authenticate(winner.value.accessToken.token)).rejects.toThrow(TokenInvalid);
    await expect(identity.events(person.organizationId, REFRESH_TOKEN_REUSED)).resolves.toHaveLength(1);
  });

  it('refuses a token that nobody was given, and an access token', async () => {
    const { accessToken } = await identity.signIn(await identity.person());
    await expect(renew('rt_nobodyWasEverGivenThisOne')).rejects.toThrow(TokenInvalid);
    await expect(renew(accessToken.token)).rejects.toThrow(TokenInvalid);
  });

  it('refuses a session that was signed out, once and for all', async () => {
    const person = await identity.person();
    const { refreshToken, sessionId } = await identity.signIn(person);
    await identity.run(new SignOut({ sessionId }));
    await identity.run(new SignOut({ sessionId }));
    await expect(renew(refreshToken)).rejects.toThrow(TokenInvalid);
    const actions = await identity.auditActions(person.userId);
    expect(actions.filter((action) => action === 'auth.logout')).toHaveLength(1);
  });

  it('refuses a suspended account without using the token up', async () => {
    const person = await identity.person();
    const { refreshToken } = await identity.signIn(person);
    await identity.run(new SetUserSuspension(person.userId, true));
    await expect(renew(refreshToken)).rejects.toThrow(AccountSuspended);
    await identity.run(new SetUserSuspension(person.userId, false));
    await expect(renew(refreshToken)).resolves.toBeDefined();
  });
});
