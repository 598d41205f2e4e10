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

/** The keys of an organisation that work, the live one first. */
export class ListApiKeys extends Query<ApiKeyView[]> {
  constructor(readonly organizationId: string) {
    super();
  }
}

const READ = `SELECT id, mode, last_four AS "lastFour", created_at AS "createdAt", last_used_at AS "lastUsedAt"
  FROM api_keys WHERE organization_id = $1 AND revoked_at IS NULL ORDER BY mode`;

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId }: ListApiKeys): Promise<ApiKeyView[]> {
    const rows = await this.database.query<ApiKeyView & { lastFour: string }>(READ, [organizationId]);
    return rows.map(({ lastFour, ...key }) => ({ ...key, maskedKey: maskedKey(key.mode, lastFour) }));
  }
}
