import type { ApiCallView, ApiCredential, ApiKeyView, GeneratedApiKey, RevokedApiKey } from '#identity';
import type { Mode, Page } from '#kernel';
import { pagination } from '../dialect/pages.js';
import type { Wire } from '../dialect/wire.js';

type KeyType = Wire<'ApiKeyInfo'>['type'];

const KEY_TYPE = { live: 'live', sandbox: 'test' } as const satisfies Record<Mode, KeyType>;

export const modeOfType = (type: KeyType): Mode => (type === 'live' ? 'live' : 'sandbox');

export function presentApiKeys(keys: readonly ApiKeyView[]): Wire<'ApiKeys'> {
  const masked = (mode: Mode): string | null => keys.find((key) => key.mode === mode)?.maskedKey ?? null;
  return {
    liveApiKey: masked('live'),
    testApiKey: masked('sandbox'),
    createdAt: latest(keys.map((key) => key.createdAt)),
    lastUsed: latest(keys.map((key) => key.lastUsedAt)),
    keys: keys.map(presentKey),
  };
}

export const presentKey = (key: ApiKeyView): Wire<'ApiKeyInfo'> => ({
  id: key.id,
  type: KEY_TYPE[key.mode],
  maskedKey: key.maskedKey,
  createdAt: key.createdAt.toISOString(),
  lastUsed: key.lastUsedAt?.toISOString() ?? null,
});

export const presentGeneratedKey = (generated: GeneratedApiKey): Wire<'GeneratedApiKey'> => ({
  key: generated.key,
  keyId: generated.id,
  type: KEY_TYPE[generated.mode],
  maskedKey: generated.maskedKey,
  createdAt: generated.createdAt.toISOString(),
});

export const presentRevokedKey = (revoked: RevokedApiKey): Wire<'RevokedApiKey'> => ({
  keyId: revoked.id,
  type: KEY_TYPE[revoked.mode],
  revoked: true,
  revokedAt: revoked.revokedAt.toISOString(),
});

export const presentCalls = (page: Page<ApiCallView>): Wire<'ApiLogList'> => ({
  logs: page.items.map(presentCall),
  pagination: pagination(page),
});

const CREDENTIAL = {
  api_key: 'api-key',
  personal_access_token: 'access-token',
} as const satisfies Record<ApiCredential['type'], Wire<'ApiLog'>['credential']>;

const presentCall = (call: ApiCallView): Wire<'ApiLog'> => ({
  id: call.id,
  time: call.calledAt.toISOString(),
  method: call.method as Wire<'ApiLog'>['method'],
  endpoint: call.endpoint,
  status: call.status,
  responseTime: `${call.durationMs}ms`,
  credential: CREDENTIAL[call.credential.type],
  keyId: call.credential.id,
  keyType: KEY_TYPE[call.mode],
  requestId: call.requestId,
  ipAddress: call.ipAddress,
  userAgent: call.userAgent,
  errorMessage: call.errorMessage,
});

function latest(instants: readonly (Date | null)[]): string | null {
  const known = instants.filter((instant) => instant !== null).map((instant) => instant.getTime());
  return known.length > 0 ? new Date(Math.max(...known)).toISOString() : null;
}
