import type { Contract } from '#platform';
import type { Wire } from './wire.js';

export type Scope = Wire<'AccessTokenScope'>;

/** x-business-rules.accessTokens: every operation that is not public stands there once. */
export interface ScopeTable {
  readonly scopes: Readonly<Record<Scope, readonly string[]>>;
  /** Open to sessions alone. */
  readonly signedInOnly: readonly string[];
}

const known = new WeakMap<Contract, ReadonlyMap<string, Scope>>();

export const scopeTableOf = ({ document }: Contract): ScopeTable =>
  (document['x-business-rules'] as { accessTokens: ScopeTable }).accessTokens;

/** The scope that an operation asks of an access token. Null: it takes none, which is also so for what no line names. */
export function scopeOf(contract: Contract, operationId: string): Scope | null {
  let scopes = known.get(contract);
  if (!scopes) {
    const lines = Object.entries(scopeTableOf(contract).scopes) as [Scope, readonly string[]][];
    scopes = new Map(lines.flatMap(([scope, operations]) => operations.map((id) => [id, scope] as const)));
    known.set(contract, scopes);
  }
  return scopes.get(operationId) ?? null;
}
