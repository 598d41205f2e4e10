import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform';
import type { ProviderName } from './provider.port.js';

const FIND = 'SELECT token FROM operator_tokens WHERE reference = $1 AND provider = $2';
const KEEP = `INSERT INTO operator_tokens (reference, provider, token, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (reference) DO NOTHING RETURNING token`;
const REFERENCES = 'SELECT reference FROM operator_tokens WHERE provider = $1 AND token = ANY($2)';

/**
 * The operators' own names of our requests, where they take none of ours. One is kept before money is asked for or sent with
 * it, each in a transaction of its own; a reference has one until long after its movement has ended (payments forgets it then),
 * because a second could be paid as well.
 */
@Injectable()
export class OperatorTokens {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async find(provider: ProviderName, reference: string): Promise<string | null> {
    return (await this.database.first<{ token: string }>(FIND, [reference, provider]))?.token ?? null;
  }

  /** The token that counts from now on: of several at once, the one that was kept first. */
  async keep(provider: ProviderName, reference: string, token: string): Promise<string> {
    const values = [reference, provider, token, this.clock.now()];
    const kept = await this.database.first<{ token: string }>(KEEP, values);
    const counting = kept?.token ?? (await this.find(provider, reference));
    if (counting === null) throw new Error(`The reference ${reference} has a token of another operator`);
    return counting;
  }

  /** Our references behind an operator's names; those that are none of its names are left out. */
  async references(provider: ProviderName, tokens: readonly string[]): Promise<string[]> {
    if (tokens.length === 0) return [];
    const rows = await this.database.query<{ reference: string }>(REFERENCES, [provider, tokens]);
    return rows.map(({ reference }) => reference);
  }
}
