import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, HandlesJob, jobType, type JobHandler } from '#platform';
import { API_CALLS_KEPT_DAYS } from '../api-key/list-api-calls.query.js';
import { LAPSED_TOKENS_KEPT_DAYS } from '../personal-access-token/list-personal-access-tokens.query.js';

export const FORGET_LAPSED = jobType<object>('maintenance', 'forget-lapsed-identity');

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BATCH = 5000;

interface Kept {
  readonly table: string;
  readonly key: string;
  readonly lapsed: string;
  readonly keptMs: number;
}

/** What lapsed is kept a while longer, so that it is still answered as lapsed and not as unknown. */
const KEPT: readonly Kept[] = [
  { table: 'sessions', key: 'id', lapsed: 'ends_at < $1', keptMs: 60 * DAY_MS },
  { table: 'one_time_codes', key: 'id', lapsed: 'expires_at < $1', keptMs: DAY_MS },
  { table: 'password_resets', key: 'user_id', lapsed: 'expires_at < $1', keptMs: DAY_MS },
  { table: 'sign_in_challenges', key: 'token_hash', lapsed: 'expires_at < $1', keptMs: DAY_MS },
  { table: 'guess_limits', key: 'subject', lapsed: 'updated_at < $1', keptMs: DAY_MS },
  { table: 'second_factors', key: 'user_id', lapsed: 'confirmed_at IS NULL AND enrolled_at < $1', keptMs: HOUR_MS },
  { table: 'security_notices', key: 'id', lapsed: 'due_at IS NULL AND occurred_at < $1', keptMs: 30 * DAY_MS },
  { table: 'personal_access_tokens', key: 'id', lapsed: 'expires_at < $1', keptMs: LAPSED_TOKENS_KEPT_DAYS * DAY_MS },
  { table: 'api_calls', key: 'id', lapsed: 'created_at < $1', keptMs: API_CALLS_KEPT_DAYS * DAY_MS },
];

/** Removes what nobody may or can use any more, in batches that hold no lock for long. */
@Injectable()
@HandlesJob(FORGET_LAPSED, { everyMs: HOUR_MS })
export class ForgetLapsedJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now().getTime();
    for (const kept of KEPT) await this.forget(kept, new Date(now - kept.keptMs));
  }

  private async forget({ table, key, lapsed }: Kept, before: Date): Promise<void> {
    const text = `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${lapsed} LIMIT ${BATCH}) RETURNING 1`;
    let removed: object[];
    do {
      removed = await this.database.query(text, [before]);
    } while (removed.length === BATCH);
  }
}
