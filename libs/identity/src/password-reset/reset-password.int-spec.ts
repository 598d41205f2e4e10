import { InvalidInput } from '#kernel';
import { IdentityUnderTest, PASSWORD, tally, type Person } from '../../../../test/support/identity.js';
import { InvalidCredentials, TokenInvalid } from '../session/session.errors.js';
import { ResetTokenInvalid } from './password-reset.errors.js';
import { RequestPasswordReset } from './request-password-reset.command.js';
import { ResetPassword } from './reset-password.command.js';

const NEW_PASSWORD = 'NewSecret456!';

describe('a new password by mail', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const resetMails = (person: Pick<Person, 'email'>): string[] =>
    identity.mails.to(person.email).flatMap(({ text }) => /reset-password\?token=(\w+)/.exec(text)?.[1] ?? []);
  const ask = (email: string) => identity.run(new RequestPasswordReset(email));
  const reset = (token: string, password = NEW_PASSWORD) => identity.run(new ResetPassword(token, password));

  const askedFor = async (): Promise<{ person: Person; token: string }> => {
    const person = await identity.person();
    await ask(person.email.toUpperCase());
    return { person, token: resetMails(person)[0]! };
  };

  it('takes the place of the old one, ends all sessions and is told of', async () => {
    const { person, token } = await askedFor();
    const before = await identity.signIn(person);
    await reset(token);
    await expect(identity.signIn(person, PASSWORD)).rejects.toThrow(InvalidCredentials);
    await expect(identity.signIn(person, NEW_PASSWORD)).resolves.toBeDefined();
    await expect(identity.authenticate(before.accessToken.token)).rejects.toThrow(TokenInvalid);
    await expect(identity.events(person.organizationId, 'identity.password_changed')).resolves.toEqual([
      { userId: person.userId, by: 'mailed_token' },
    ]);
    const actions = await identity.auditActions(person.userId);
    expect(actions).toEqual(expect.arrayContaining(['auth.password_reset_requested', 'auth.password_reset']));
  });

  it('does not verify the address', async () => {
    const person = await identity.person({ verified: false });
    await ask(person.email);
    await reset(resetMails(person)[0]!);
    await expect(identity.signIn(person, NEW_PASSWORD)).rejects.toMatchObject({ code: 'email_not_verified' });
  });

  it('is set once per token, also when ten bring it at once', async () => {
    const { token } = await askedFor();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => reset(token)));
    expect(tally(results)).toEqual({ fulfilled: 1, reset_token_invalid: 9 });
    await expect(reset(token)).rejects.toThrow(ResetTokenInvalid);
  });

  it('keeps the token when the password is refused', async () => {
    const { person, token } = await askedFor();
    await expect(reset(token, 'weak')).rejects.toThrow(InvalidInput);
    await expect(reset(token, `A1${person.email}`.slice(2))).rejects.toMatchObject({
      fields: { newPassword: expect.any(Array) },
    });
    await expect(reset(token)).resolves.toBeUndefined();
  });

  it('cannot be set with a token that is unknown, or after half an hour', async () => {
    const { token } = await askedFor();
    await expect(reset('rp_nobodyWasEverGivenThis')).rejects.toThrow(ResetTokenInvalid);
    await identity.pass({ minutes: 30 });
    await expect(reset(token)).rejects.toThrow(ResetTokenInvalid);
  });

  it('is mailed at most once a minute, and a new mail voids the one before', async () => {
    const { person, token } = await askedFor();
    await Promise.all([ask(person.email), ask(person.email)]);
    expect(resetMails(person)).toEqual([token]);
    await identity.pass({ minutes: 1 });
    await Promise.all(Array.from({ length: 5 }, () => ask(person.email)));
    const [, newer = ''] = resetMails(person);
    expect(resetMails(person)).toHaveLength(2);
    await expect(reset(token)).rejects.toThrow(ResetTokenInvalid);
    await expect(reset(newer)).resolves.toBeUndefined();
  });

  it('is asked for in the same way, with the same statements, by an address without account', async () => {
    const { email } = await identity.person();
    const statements = (address: string) => identity.statementsOf(() => ask(address));
    const known = await statements(email);
    const unknown = await statements('no.account.at.all@example.com');
    expect(known.length).toBeGreaterThan(2);
    expect(unknown).toEqual(known);
    expect(identity.mails.to('no.account.at.all@example.com')).toEqual([]);
  });
});
