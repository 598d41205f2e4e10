import { Contract } from '#platform';
import { scopeOf, scopeTableOf } from './scopes.js';

const contract = Contract.of('dashboard');
const { scopes, signedInOnly } = scopeTableOf(contract);
const operations = [...contract.operations.values()];

describe('the scopes of access tokens', () => {
  it('name every operation that takes credentials once, and no other', () => {
    const named = [...Object.values(scopes).flat(), ...signedInOnly];
    const expected = operations.filter(({ isPublic }) => !isPublic).map(({ id }) => id);
    expect([...named].sort()).toEqual(expected.sort());
  });

  it('are those that a token can be given', () => {
    const { components } = contract.document as { components: { schemas: { AccessTokenScope: { enum: string[] } } } };
    expect(Object.keys(scopes)).toEqual(components.schemas.AccessTokenScope.enum);
  });

  it('let what only reads read', () => {
    const changing = Object.entries(scopes)
      .filter(([scope]) => scope.endsWith(':read'))
      .flatMap(([, ids]) => ids)
      .filter((id) => contract.operations.get(id)?.method !== 'GET');
    expect(changing).toEqual([]);
  });

  it('keep what guards the account, and staff, for those who are signed in', () => {
    const guarding = operations.filter(
      ({ path }) => /^\/(api-keys|apps|access-tokens|admin)\b/.test(path) || /^\/users\/me\/(password|2fa)/.test(path),
    );
    expect(guarding.length).toBeGreaterThan(20);
    for (const { id } of guarding) expect([id, scopeOf(contract, id)]).toEqual([id, null]);
  });

  it('refuse what no line names', () => {
    expect(scopeOf(contract, 'anOperationOfTomorrow')).toBeNull();
  });
});
