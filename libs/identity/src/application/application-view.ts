import type { Database } from '#platform';
import { maskedKey } from '../api-key/api-key.table.js';
import type { ApiKeyView } from '../api-key/list-api-keys.query.js';

export interface ApplicationView {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly redirectUri: string | null;
  readonly active: boolean;
  readonly isDefault: boolean;
  readonly createdAt: Date;
  /** Those that were not revoked, the live one first. */
  readonly keys: readonly ApiKeyView[];
}

export type ApplicationRow = Omit<ApplicationView, 'keys'>;

export const APPLICATION_COLUMNS = `id, name, description, redirect_uri AS "redirectUri", disabled_at IS NULL AS active,
  is_default AS "isDefault", created_at AS "createdAt"`;

interface KeyRow extends Omit<ApiKeyView, 'maskedKey'> {
  readonly applicationId: string;
  readonly lastFour: string;
}

const READ_KEYS = `SELECT application_id AS "applicationId", id, mode, last_four AS "lastFour", created_at AS "createdAt",
    last_used_at AS "lastUsedAt"
  FROM api_keys WHERE application_id = ANY($1::uuid[]) AND revoked_at IS NULL ORDER BY mode`;

/** The applications with their keys, in one more statement for all of them. */
export async function withKeys(
  database: Database,
  applications: readonly ApplicationRow[],
): Promise<ApplicationView[]> {
  const keys = await database.query<KeyRow>(READ_KEYS, [applications.map(({ id }) => id)]);
  return applications.map((application) => ({
    ...application,
    keys: keys
      .filter(({ applicationId }) => applicationId === application.id)
      .map(({ applicationId: _, lastFour, ...key }) => ({ ...key, maskedKey: maskedKey(key.mode, lastFour) })),
  }));
}
