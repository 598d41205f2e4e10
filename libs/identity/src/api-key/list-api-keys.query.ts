import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Mode } from '#kernel';
import { Database } from '#platform';
import { maskedKey } from './api-key.table.js';

export interface ApiKeyView {
  readonly id: string;
  readonly mode: Mode;
  readonly maskedKey: string;
  readonly createdAt: Date;
  /** At most a minute behind. */
  readonly lastUsedAt: Date | null;
}

/** The keys that work of the application that came with the account, the live one first. */
export class ListApiKeys extends Query<ApiKeyView[]> {
  constructor(readonly organizationId: string) {
    super();
  }
}

const READ = `SELECT k.id, k.mode, k.last_four AS "lastFour", k.created_at AS "createdAt", k.last_used_at AS "lastUsedAt"
  FROM api_keys k JOIN applications a ON a.id = k.application_id AND a.is_default
  WHERE k.organization_id = $1 AND k.revoked_at IS NULL ORDER BY k.mode`;

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId }: ListApiKeys): Promise<ApiKeyView[]> {
    const rows = await this.database.query<ApiKeyView & { lastFour: string }>(READ, [organizationId]);
    return rows.map(({ lastFour, ...key }) => ({ ...key, maskedKey: maskedKey(key.mode, lastFour) }));
  }
}
