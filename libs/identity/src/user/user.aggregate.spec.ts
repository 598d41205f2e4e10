import { InvalidInput } from '#kernel';
import { checkNewUser, passwordProblems, User, type NewUserForm } from './user.aggregate.js';

const NOW = new Date('2025-11-20T08:12:44.000Z');
const ADA: NewUserForm = {
  email: 'ada.ngo@example.com',
  username: 'ada.ngo',
  firstName: 'Ada',
  lastName: 'Ngo',
  password: 'Secret123!',
};

const refusedFields = (changes: Partial<NewUserForm>): string[] => {
  try {
    checkNewUser({ ...ADA, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return Object.keys(error.fields).sort();
  }
};

const openAda = (): User =>
  User.open(
    {
      ...ADA,
      id: 'a-user',
      email: ' Ada.Ngo@Example.com',
      firstName: '  Ada ',
      language: 'en',
      role: 'customer',
      emailVerifiedAt: null,
    },
    'hash',
    NOW,
  );

describe('details of a new account', () => {
  it('accepts what is in order, in any script', () => {
    expect(refusedFields({})).toEqual([]);
    expect(refusedFields({ firstName: 'Åsa-Marie', lastName: "N'Golo ⵣ" })).toEqual([]);
  });

  it.each<[string, Partial<NewUserForm>, string[]]>([
    ['a blank name', { firstName: '   ' }, ['firstName']],
    ['a name with a control character', { lastName: 'Ng\0o' }, ['lastName']],
    ['a name that is too long', { lastName: 'n'.repeat(101) }, ['lastName']],
    ['an address without a domain', { email: 'ada' }, ['email']],
    ['an address outside ASCII', { email: 'adà@example.com' }, ['email']],
    ['a username that is too short', { username: 'ad' }, ['username']],
    ['a username with a blank', { username: 'ada ngo' }, ['username']],
    [
      'several at once',
      { firstName: '', email: '', username: '', password: '' },
      ['email', 'firstName', 'password', 'username'],
    ],
  ])('refuses %s', (_, changes, fields) => {
    expect(refusedFields(changes)).toEqual(fields);
  });
});

describe('password policy', () => {
  it.each<[string, string[]]>([
    ['Secret123!', []],
    ['S3cret!', ['must have at least 8 characters']],
    ['secret123!', ['must contain an upper-case letter']],
    ['SECRET123!', ['must contain a lower-case letter']],
    ['Secretive!', ['must contain a digit']],
    [`Aa1${'x'.repeat(126)}`, ['must have at most 128 characters']],
    ['Ada.Ngo1@Example.com', ['must not be the e-mail address']],
    ['Adaeze.Ngo1', ['must not be the username']],
  ])('finds in %s: %j', (password, problems) => {
    expect(passwordProblems(password, { email: 'ada.ngo1@example.com', username: 'adaeze.ngo1' })).toEqual(problems);
  });

  it('counts characters, not code units', () => {
    expect(passwordProblems('Aa1😀😀😀', ADA)).toEqual(['must have at least 8 characters']);
  });
});

describe('an account', () => {
  it('keeps the address in lower case and names without blanks at the ends', () => {
    const user = openAda();
    expect(user.email).toBe('ada.ngo@example.com');
    expect(user.firstName).toBe('Ada');
    expect(user.summary.emailVerified).toBe(false);
  });

  it('remembers when it was verified first', () => {
    const user = openAda();
    user.verifyEmail(NOW);
    user.verifyEmail(new Date(NOW.getTime() + 1000));
    expect(user.emailVerifiedAt).toEqual(NOW);
  });

  it('changes the names that are given and leaves the others', () => {
    const user = openAda();
    user.rename({ lastName: ' Mbarga ' }, NOW);
    expect([user.firstName, user.lastName]).toEqual(['Ada', 'Mbarga']);
    expect(() => user.rename({ firstName: ' ' }, NOW)).toThrow(InvalidInput);
  });
});
