import { Injectable } from '@nestjs/common';
import { Clock, type DomainError, type Mode } from '#kernel';
import { Database, hashToken } from '#platform';
import { ApiKeyInvalid, ApplicationDisabled, LiveModeNotAllowed } from '../api-key/api-key.errors.js';
import type { UserRole } from '../user/user.aggregate.js';
import { AccessTokens } from './access-tokens.service.js';
import { AccountSuspended, TokenExpired, TokenInvalid, TokenMissing, TokenRevoked } from './session.errors.js';

/** Who calls, and for whom. */
export interface Principal {
  readonly userId: string;
  readonly role: UserRole;
  /** Null for a program, which has none. */
  readonly sessionId: string | null;
  readonly organizationId: string;
  readonly organizationName: string;
  /** ISO 8601. */
  readonly organizationOpenedAt: string;
  /** Whether calls that name no mode act in sandbox mode. */
  readonly testMode: boolean;
  /** Whether the organisation may act in live mode. */
  readonly liveAllowed: boolean;
}

/** A program that calls for an account with a personal access token, as far as the token's scopes go. */
export interface ProgramPrincipal extends Principal {
  readonly sessionId: null;
  readonly accessTokenId: string;
  readonly scopes: readonly string[];
}

/** A token that is known, whether it is accepted or not: refused calls are logged under it too. */
export interface RecognisedAccessToken {
  readonly principal: ProgramPrincipal;
  readonly refusal: DomainError | null;
}

/** A server that calls with an API key: for which organisation, and in which mode. */
export interface ApplicationPrincipal {
  readonly apiKeyId: string;
  readonly applicationId: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly mode: Mode;
}

/** A key that is known, whether it is accepted or not: refused calls are logged under it too. */
export interface RecognisedApiKey {
  readonly principal: ApplicationPrincipal;
  readonly refusal: DomainError | null;
}

interface HolderRow {
  readonly user_id: string;
  readonly role: UserRole;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly organization_opened_at: Date;
  readonly test_mode: boolean;
  readonly live_at: Date | null;
  readonly suspended: boolean;
  readonly revoked: boolean;
  readonly ends_at: Date;
}

interface AccessTokenRow extends HolderRow {
  readonly id: string;
  readonly scopes: string[];
}

interface ApiKeyRow extends ApplicationPrincipal {
  readonly revoked: boolean;
  readonly disabled: boolean;
  readonly suspended: boolean;
  readonly live: boolean;
}

const READ_API_KEY = `SELECT k.id AS "apiKeyId", k.application_id AS "applicationId", k.mode,
    o.id AS "organizationId", o.name AS "organizationName",
    k.revoked_at IS NOT NULL AS revoked, a.disabled_at IS NOT NULL AS disabled,
    o.suspended_at IS NOT NULL AS suspended, o.live_at IS NOT NULL AS live
  FROM api_keys k
  JOIN applications a ON a.id = k.application_id
  JOIN organizations o ON o.id = k.organization_id
  WHERE k.key_hash = $1`;

const HOLDER = `u.id AS user_id, u.role, o.id AS organization_id, o.name AS organization_name,
    o.created_at AS organization_opened_at, o.test_mode, o.live_at,
    (u.suspended_at IS NOT NULL OR o.suspended_at IS NOT NULL) AS suspended, c.revoked_at IS NOT NULL AS revoked`;
const HOLDER_OF_CREDENTIAL = `JOIN users u ON u.id = c.user_id
  JOIN memberships m ON m.user_id = u.id AND m.organization_id = c.organization_id
  JOIN organizations o ON o.id = m.organization_id`;
const READ_SESSION = `SELECT ${HOLDER}, c.ends_at FROM sessions c ${HOLDER_OF_CREDENTIAL}
  WHERE c.id = $1 AND c.user_id = $2`;
const READ_ACCESS_TOKEN = `SELECT ${HOLDER}, c.expires_at AS ends_at, c.id, c.scopes
  FROM personal_access_tokens c ${HOLDER_OF_CREDENTIAL} WHERE c.token_hash = $1`;
const READ_HOLDER = `SELECT ${HOLDER}
  FROM (SELECT $1::uuid AS user_id, $2::uuid AS organization_id, NULL::timestamptz AS revoked_at) c ${HOLDER_OF_CREDENTIAL}`;

/** Turns a credential into its holder. What the credential rests on is read per call, so that changes hold at once. */
@Injectable()
export class Authenticator {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws TokenMissing, TokenInvalid, TokenRevoked, TokenExpired or AccountSuspended. A suspended holder is let through
   * with `suspendedToo`: signing out must be possible.
   */
  async authenticate(accessToken: string | null, options: { suspendedToo?: boolean } = {}): Promise<Principal> {
    if (!accessToken) throw new TokenMissing();
    const now = this.clock.now();
    const claims = this.accessTokens.read(accessToken, now);
    const row = await this.database.first<HolderRow>(READ_SESSION, [claims.sessionId, claims.userId]);
    if (!row) throw new TokenInvalid();
    const refusal = refusalOfHolder(row, now);
    if (refusal && !(refusal instanceof AccountSuspended && options.suspendedToo)) throw refusal;
    return { ...holderOf(row), sessionId: claims.sessionId };
  }

  /** Throws TokenInvalid for a token that nobody ever had. The others are refused for what would refuse a session too. */
  async recogniseAccessToken(token: string): Promise<RecognisedAccessToken> {
    const row = await this.database.first<AccessTokenRow>(READ_ACCESS_TOKEN, [hashToken(token)]);
    if (!row) throw new TokenInvalid();
    const principal = { ...holderOf(row), sessionId: null, accessTokenId: row.id, scopes: row.scopes };
    return { principal, refusal: refusalOfHolder(row, this.clock.now()) };
  }

  /**
   * For whom a link was signed, as he stands now: links outlive the session in which they were handed out. Throws
   * TokenInvalid or AccountSuspended.
   */
  async authenticateHolder(userId: string, organizationId: string): Promise<Principal> {
    const row = await this.database.first<Omit<HolderRow, 'ends_at'>>(READ_HOLDER, [userId, organizationId]);
    if (!row) throw new TokenInvalid();
    if (row.suspended) throw new AccountSuspended();
    return { ...holderOf(row), sessionId: null };
  }

  /** Throws ApiKeyInvalid, ApplicationDisabled, AccountSuspended or, for a live key too early, LiveModeNotAllowed. */
  async authenticateApiKey(key: string): Promise<ApplicationPrincipal> {
    const { principal, refusal } = await this.recogniseApiKey(key);
    if (refusal) throw refusal;
    return principal;
  }

  /** Throws ApiKeyInvalid for a key that nobody ever had. */
  async recogniseApiKey(key: string): Promise<RecognisedApiKey> {
    const row = await this.database.first<ApiKeyRow>(READ_API_KEY, [hashToken(key)]);
    if (!row) throw new ApiKeyInvalid();
    const { revoked, disabled, suspended, live, ...principal } = row;
    return { principal, refusal: refusalOf({ revoked, disabled, suspended, live, mode: principal.mode }) };
  }
}

const holderOf = (row: Omit<HolderRow, 'ends_at'>): Omit<Principal, 'sessionId'> => ({
  userId: row.user_id,
  role: row.role,
  organizationId: row.organization_id,
  organizationName: row.organization_name,
  organizationOpenedAt: row.organization_opened_at.toISOString(),
  testMode: row.test_mode,
  liveAllowed: row.live_at !== null && !row.suspended,
});

function refusalOfHolder({ revoked, ends_at: endsAt, suspended }: HolderRow, now: Date): DomainError | null {
  if (revoked) return new TokenRevoked();
  if (endsAt <= now) return new TokenExpired();
  return suspended ? new AccountSuspended() : null;
}

function refusalOf(key: Pick<ApiKeyRow, 'revoked' | 'disabled' | 'suspended' | 'live' | 'mode'>): DomainError | null {
  if (key.revoked) return new ApiKeyInvalid();
  if (key.disabled) return new ApplicationDisabled();
  if (key.suspended) return new AccountSuspended();
  return key.mode === 'live' && !key.live ? new LiveModeNotAllowed() : null;
}
