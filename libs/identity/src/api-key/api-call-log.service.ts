import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock, uuidv7, type Mode } from '#kernel';
import { Database, withoutCardNumbers, type AnsweredCall } from '#platform';

/** What a program called with. */
export interface ApiCredential {
  readonly type: 'api_key' | 'personal_access_token';
  readonly id: string;
}

/** A call that a program made, without its body, query, headers or what it called with. */
export interface ApiCall extends AnsweredCall {
  readonly organizationId: string;
  readonly credential: ApiCredential;
  /** Of the key; of a call with a token, the one that it acted in. */
  readonly mode: Mode;
  readonly errorMessage: string | null;
}

const FLUSH_MS = 500;
const BATCH = 500;
/** About 40 MB at the worst; what comes on top while the database is away is lost, and said to be. */
const BUFFERED_MAX = 20_000;

/** One statement per batch: the calls, and the keys and tokens whose time of last use is more than half a minute behind. */
const STORE = `WITH calls AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS c (id uuid, organization_id uuid, api_key_id uuid,
      access_token_id uuid, mode mode, created_at timestamptz, method text, endpoint text, status smallint, duration_ms integer,
      request_id text, ip_address text, user_agent text, error_message text)
  ), stored AS (
    INSERT INTO api_calls (id, organization_id, api_key_id, access_token_id, mode, created_at, method, endpoint, status,
      duration_ms, request_id, ip_address, user_agent, error_message)
    SELECT id, organization_id, api_key_id, access_token_id, mode, created_at, method, endpoint, status,
      duration_ms, request_id, ip_address, user_agent, error_message FROM calls
    ON CONFLICT (id) DO NOTHING
  ), used_keys AS (
    UPDATE api_keys k SET last_used_at = used.at
    FROM (SELECT api_key_id, max(created_at) AS at FROM calls GROUP BY api_key_id) AS used
    WHERE k.id = used.api_key_id AND k.revoked_at IS NULL
      AND (k.last_used_at IS NULL OR k.last_used_at < used.at - interval '30 seconds')
  )
  UPDATE personal_access_tokens t SET last_used_at = used.at
  FROM (SELECT access_token_id, max(created_at) AS at FROM calls GROUP BY access_token_id) AS used
  WHERE t.id = used.access_token_id AND t.revoked_at IS NULL
    AND (t.last_used_at IS NULL OR t.last_used_at < used.at - interval '30 seconds')`;

/** Keeps the calls that programs made. Calls are written in batches and never waited for; a crash loses half a second. */
@Injectable()
export class ApiCallLog implements OnApplicationShutdown {
  private readonly logger = new Logger('ApiCalls');
  private buffer: object[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  record(call: ApiCall): void {
    const now = this.clock.now();
    if (this.buffer.length >= BUFFERED_MAX) {
      this.logger.error(`${BATCH} API calls are not logged: the database does not take them`);
      this.buffer.splice(0, BATCH);
    }
    this.buffer.push(rowOf(call, now));
    if (this.buffer.length >= BATCH) void this.flush();
    else this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Writes what is buffered; resolves when it is stored, or kept for later because the database is away. */
  flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.writing = this.writing.then(() => this.writeAll());
    return this.writing;
  }

  onApplicationShutdown(): Promise<void> {
    return this.flush();
  }

  private async writeAll(): Promise<void> {
    while (this.buffer.length > 0) {
      const batch = this.buffer.splice(0, BATCH);
      try {
        await this.database.query(STORE, [JSON.stringify(batch)]);
      } catch (error) {
        this.logger.warn(`API calls could not be stored: ${(error as Error).message}`);
        this.buffer.unshift(...batch);
        this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS).unref();
        return;
      }
    }
  }
}

const rowOf = (call: ApiCall, calledAt: Date): object => ({
  id: uuidv7(calledAt),
  organization_id: call.organizationId,
  api_key_id: call.credential.type === 'api_key' ? call.credential.id : null,
  access_token_id: call.credential.type === 'personal_access_token' ? call.credential.id : null,
  mode: call.mode,
  created_at: calledAt.toISOString(),
  method: storable(call.method, 16),
  endpoint: storable(call.endpoint, 2048),
  status: call.status,
  duration_ms: Math.round(call.durationMs),
  request_id: storable(call.requestId, 64),
  ip_address: storable(call.ipAddress, 45),
  user_agent: call.userAgent === null ? null : storable(call.userAgent, 512),
  error_message: call.errorMessage === null ? null : storable(call.errorMessage, 500),
});

/**
 * Neither a NUL nor half a surrogate pair can be stored, and one such text would spoil its whole batch. The number of a card
 * could be, and is not: addresses and headers are not judged as bodies are.
 */
const storable = (text: string, lengthMax: number): string =>
  Buffer.from(withoutCardNumbers(text).slice(0, lengthMax).replaceAll('\0', ''), 'utf8').toString('utf8');
