import { InvalidInput } from '#kernel';
import { IdentityUnderTest, MAILED_CODE, PASSWORD, tally } from '../../../../test/support/identity.js';
import { ListApiKeys } from '../api-key/list-api-keys.query.js';
import { GetProfile } from './get-profile.query.js';
import { SignUp, type SignUpDetails } from './sign-up.command.js';
import { EmailTaken, UsernameTaken } from './user.errors.js';
import { SIGNED_UP } from './user.events.js';

describe('signing up', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const details = (name: string, changes: Partial<SignUpDetails> = {}): SignUpDetails => ({
    email: `${name}@example.com`,
    username: name,
    firstName: ' Ada',
    lastName: 'Ngo ',
    password: PASSWORD,
    language: 'fr',
    country: 'CM',
    ...changes,
  });
  const signUp = (name: string, changes: Partial<SignUpDetails> = {}) =>
    identity.run(new SignUp(details(name, changes)));
  const countOf = async (table: string): Promise<number> =>
    (await identity.database.first<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))!.count;

  it('opens an account with an organisation of its own and both API keys, and mails a code', async () => {
    const { userId, organizationId, email } = await signUp('ada.first', { email: 'Ada.First@Example.com' });
    expect(email).toBe('ada.first@example.com');
    await expect(identity.ask(new GetProfile(userId))).resolves.toEqual({
      id: userId,
      email,
      username: 'ada.first',
      firstName: 'Ada',
      lastName: 'Ngo',
      phone: null,
      language: 'fr',
      role: 'customer',
      emailVerified: false,
      secondFactorEnabled: false,
      organizationId,
      createdAt: expect.any(Date),
    });
    const organization = await identity.database.first(
      'SELECT name, country, test_mode, live_at FROM organizations WHERE id = $1',
      [organizationId],
    );
    expect(organization).toEqual({ name: 'Ada Ngo', country: 'CM', test_mode: true, live_at: null });
    const keys = await identity.ask(new ListApiKeys(organizationId));
    expect(keys.map(({ maskedKey }) => maskedKey)).toEqual([
      expect.stringMatching(/^app_live_\*{4}[A-Za-z0-9]{4}$/),
      expect.stringMatching(/^app_test_\*{4}[A-Za-z0-9]{4}$/),
    ]);
    expect(identity.mails.to(email)).toEqual([expect.objectContaining({ text: expect.stringContaining(MAILED_CODE) })]);
    await expect(identity.events(organizationId, SIGNED_UP)).resolves.toEqual([{ userId, language: 'fr' }]);
    await expect(identity.auditActions(userId)).resolves.toEqual(['auth.signup']);
  });

  it('refuses a taken address or username without regard to case, the address first', async () => {
    await signUp('taken');
    await expect(signUp('other', { email: 'TAKEN@example.com' })).rejects.toThrow(EmailTaken);
    await expect(signUp('other', { username: 'Taken' })).rejects.toThrow(UsernameTaken);
    await signUp('taken.too');
    await expect(signUp('x', { email: 'taken@example.com', username: 'taken.too' })).rejects.toThrow(EmailTaken);
    await expect(signUp('x', { email: 'taken.too@example.com', username: 'taken' })).rejects.toThrow(EmailTaken);
  });

  it('leaves nothing behind when it is refused', async () => {
    await signUp('lonely');
    const before = await Promise.all(
      ['users', 'organizations', 'applications', 'api_keys', 'audit_entries'].map(countOf),
    );
    await expect(signUp('another', { username: 'lonely' })).rejects.toThrow(UsernameTaken);
    await expect(signUp('another', { password: 'weak' })).rejects.toThrow(InvalidInput);
    const after = await Promise.all(
      ['users', 'organizations', 'applications', 'api_keys', 'audit_entries'].map(countOf),
    );
    expect(after).toEqual(before);
  });

  it('opens one account when ten ask for an address at once', async () => {
    const organizations = await countOf('organizations');
    const attempts = Array.from({ length: 10 }, (_, index) => signUp('racing', { username: `racing.${index}` }));
    expect(tally(await Promise.allSettled(attempts))).toEqual({ fulfilled: 1, email_taken: 9 });
    await expect(countOf('organizations')).resolves.toBe(organizations + 1);
    expect(identity.mails.to('racing@example.com')).toHaveLength(1);
  });

  it('opens one account when ten ask for a username at once', async () => {
    const attempts = Array.from({ length: 10 }, (_, index) => signUp('quick', { email: `quick.${index}@example.com` }));
    expect(tally(await Promise.allSettled(attempts))).toEqual({ fulfilled: 1, username_taken: 9 });
  });
});
