import { createSecretKey } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Mode } from '#kernel';
import { CONFIG, type Config } from '#platform';
import { IdentityUnderTest, type Person } from '../../../../test/support/identity.js';
import { ApiKeyInvalid, ApplicationDisabled, LiveModeNotAllowed } from '../api-key/api-key.errors.js';
import { GenerateApiKey } from '../api-key/generate-api-key.command.js';
import { LetOrganizationLive } from '../organization/let-organization-live.command.js';
import { SetOrganizationSuspension } from '../organization/set-organization-suspension.command.js';
import { AppointAdministrator } from '../user/appoint-administrator.command.js';
import { SetUserSuspension } from '../user/set-user-suspension.command.js';
import { Authenticator } from './authenticator.service.js';
import { AccountSuspended, TokenExpired, TokenInvalid, TokenMissing, TokenRevoked } from './session.errors.js';
import { SignOut } from './sign-out.command.js';

describe('who calls', () => {
  let identity: IdentityUnderTest;
  let authenticator: Authenticator;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
    authenticator = identity.get(Authenticator);
  });
  afterAll(() => identity.stop());

  describe('with an access token', () => {
    const signedIn = async (): Promise<{ person: Person; token: string; sessionId: string }> => {
      const person = await identity.person();
      const { accessToken, sessionId } = await identity.signIn(person);
      return { person, token: accessToken.token, sessionId };
    };

    it('is the holder of the session, who acts for the organisation of the account', async () => {
      const { person, token, sessionId } = await signedIn();
      await expect(authenticator.authenticate(token)).resolves.toEqual({
        userId: person.userId,
        sessionId,
        role: 'customer',
        organizationId: person.organizationId,
        organizationName: 'Ada Ngo',
        organizationOpenedAt: expect.any(String),
        testMode: true,
        liveAllowed: false,
      });
    });

    it('is nobody without a token, or with one that is malformed', async () => {
      await expect(authenticator.authenticate(null)).rejects.toThrow(TokenMissing);
      await expect(authenticator.authenticate('')).rejects.toThrow(TokenMissing);
      await expect(authenticator.authenticate('a.b.c')).rejects.toThrow(TokenInvalid);
    });

    it('is nobody when the signed session belongs to another account', async () => {
      const one = await signedIn();
      const other = await signedIn();
      const claims = jwt.decode(one.token) as jwt.JwtPayload;
      const config = identity.get<Config>(CONFIG);
      const mixed = jwt.sign({ ...claims, sub: other.person.userId }, createSecretKey(config.tokenKey));
      await expect(authenticator.authenticate(mixed)).rejects.toThrow(TokenInvalid);
    });

    it('is told when the token has lapsed, and refused once the session has ended', async () => {
      const { token } = await signedIn();
      await identity.pass({ minutes: 59 });
      await expect(authenticator.authenticate(token)).resolves.toBeDefined();
      await identity.pass({ minutes: 1 });
      await expect(authenticator.authenticate(token)).rejects.toThrow(TokenExpired);
    });

    it('is nobody any more from the moment of signing out, but for that session alone', async () => {
      const { person, token, sessionId } = await signedIn();
      const other = await identity.signIn(person);
      await identity.run(new SignOut({ sessionId }));
      await expect(authenticator.authenticate(token)).rejects.toThrow(TokenRevoked);
      await expect(authenticator.authenticate(other.accessToken.token)).resolves.toBeDefined();
    });

    it.each(['account', 'organisation'])(
      'is refused from the moment the %s is suspended, except to sign out',
      async (what) => {
        const { person, token } = await signedIn();
        const suspend = (suspended: boolean) =>
          what === 'account'
            ? identity.run(new SetUserSuspension(person.userId, suspended))
            : identity.run(new SetOrganizationSuspension(person.organizationId, suspended));
        await suspend(true);
        await expect(authenticator.authenticate(token)).rejects.toThrow(AccountSuspended);
        await expect(authenticator.authenticate(token, { suspendedToo: true })).resolves.toMatchObject({
          liveAllowed: false,
        });
        await suspend(false);
        await expect(authenticator.authenticate(token)).resolves.toBeDefined();
      },
    );

    it('may act live, by default too, from the moment the organisation is let live', async () => {
      const { person, token } = await signedIn();
      await identity.run(new LetOrganizationLive(person.organizationId));
      await identity.run(new LetOrganizationLive(person.organizationId));
      await expect(authenticator.authenticate(token)).resolves.toMatchObject({ liveAllowed: true, testMode: false });
      await expect(identity.events(person.organizationId, 'identity.organization_let_live')).resolves.toHaveLength(1);
    });

    it('has the role of the moment', async () => {
      const { person } = await signedIn();
      const names = { firstName: 'Ada', lastName: 'Ngo', country: 'CM' };
      await identity.run(
        new AppointAdministrator({ ...names, email: person.email, username: 'not-used', password: 'Another456!' }),
      );
      const { accessToken } = await identity.signIn(person, 'Another456!');
      await expect(authenticator.authenticate(accessToken.token)).resolves.toMatchObject({ role: 'admin' });
    });
  });

  describe('with an API key', () => {
    const generated = async (mode: Mode): Promise<{ person: Person; key: string; id: string }> => {
      const person = await identity.person();
      const { key, id } = await identity.run(new GenerateApiKey(await identity.principalOf(person), mode));
      return { person, key, id };
    };

    it('is an application that acts for its organisation in the mode of the key', async () => {
      const { person, key, id } = await generated('sandbox');
      await expect(authenticator.authenticateApiKey(key)).resolves.toEqual({
        apiKeyId: id,
        applicationId: expect.any(String),
        organizationId: person.organizationId,
        organizationName: 'Ada Ngo',
        mode: 'sandbox',
      });
    });

    it('is nobody with a key that was never given out', async () => {
      await expect(authenticator.authenticateApiKey('app_test_neverGivenOut')).rejects.toThrow(ApiKeyInvalid);
    });

    it('may use a live key only once the organisation is let live', async () => {
      const { person, key } = await generated('live');
      await expect(authenticator.authenticateApiKey(key)).rejects.toThrow(LiveModeNotAllowed);
      await identity.run(new LetOrganizationLive(person.organizationId));
      await expect(authenticator.authenticateApiKey(key)).resolves.toMatchObject({ mode: 'live' });
    });

    it('is refused, though recognised, when organisation or application are switched off', async () => {
      const { person, key, id } = await generated('sandbox');
      await identity.run(new SetOrganizationSuspension(person.organizationId, true));
      await expect(authenticator.authenticateApiKey(key)).rejects.toThrow(AccountSuspended);
      await identity.run(new SetOrganizationSuspension(person.organizationId, false));
      await identity.database.query('UPDATE applications SET disabled_at = now() WHERE organization_id = $1', [
        person.organizationId,
      ]);
      await expect(authenticator.authenticateApiKey(key)).rejects.toThrow(ApplicationDisabled);
      await expect(authenticator.recogniseApiKey(key)).resolves.toMatchObject({ principal: { apiKeyId: id } });
    });
  });
});
