import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { pageOf, type Page, type PageRequest } from '#kernel';
import { Database, filteredByOrganization } from '#platform';
import type { ApiCall } from './api-call-log.service.js';

/** A job removes them then: what it has not come to yet is listed. */
export const API_CALLS_KEPT_DAYS = 30;

export interface ApiCallView extends Omit<ApiCall, 'organizationId'> {
  readonly id: string;
  readonly calledAt: Date;
}

/** The calls that an organisation's keys and tokens made, latest first. Both ends of the range are included. */
export class ListApiCalls extends Query<Page<ApiCallView>> {
  constructor(
    readonly organizationId: string,
    readonly range: { readonly from: Date | null; readonly to: Date | null },
    readonly page: PageRequest,
  ) {
    super();
  }
}

const COLUMNS = `id, created_at AS "calledAt", mode, method, endpoint, status,
  json_build_object('type', CASE WHEN api_key_id IS NULL THEN 'personal_access_token' ELSE 'api_key' END,
    'id', coalesce(api_key_id, access_token_id)) AS credential,
  duration_ms AS "durationMs", request_id AS "requestId", ip_address AS "ipAddress", user_agent AS "userAgent",
  error_message AS "errorMessage"`;

@QueryHandler(ListApiCalls)
export class ListApiCallsHandler implements IQueryHandler<ListApiCalls> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId, range, page }: ListApiCalls): Promise<Page<ApiCallView>> {
    const { from, to } = range;
    const list = filteredByOrganization('api_calls', organizationId).created({
      from: from ?? undefined,
      to: to ?? undefined,
    });
    const { items, total } = await list.newestFirst<ApiCallView>(this.database, COLUMNS, page);
    return pageOf(items, page, total);
  }
}
