import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock, offsetOf, pageOf, type Page, type PageRequest } from '#kernel';
import { Database } from '#platform';
import type { ApiCall } from './api-call-log.service.js';

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

const IN_RANGE = 'FROM api_calls WHERE organization_id = $1 AND called_at >= $2 AND called_at <= $3';
const COUNT = `SELECT count(*)::int AS total ${IN_RANGE}`;
const READ = `SELECT id, called_at AS "calledAt", mode, method, endpoint, status,
    json_build_object('type', CASE WHEN api_key_id IS NULL THEN 'personal_access_token' ELSE 'api_key' END,
      'id', coalesce(api_key_id, access_token_id)) AS credential,
    duration_ms AS "durationMs", request_id AS "requestId", ip_address AS "ipAddress", user_agent AS "userAgent",
    error_message AS "errorMessage"
  ${IN_RANGE} ORDER BY called_at DESC, id DESC LIMIT $4 OFFSET $5`;

@QueryHandler(ListApiCalls)
export class ListApiCallsHandler implements IQueryHandler<ListApiCalls> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, range, page }: ListApiCalls): Promise<Page<ApiCallView>> {
    const now = this.clock.now();
    // The job that removes old calls runs now and then; the list ends after exactly thirty days.
    const oldest = new Date(now.getTime() - API_CALLS_KEPT_DAYS * 24 * 3_600_000);
    const from = range.from && range.from > oldest ? range.from : oldest;
    const bounds = [organizationId, from, range.to ?? now];
    const [items, counted] = await Promise.all([
      this.database.query<ApiCallView>(READ, [...bounds, page.limit, offsetOf(page)]),
      this.database.first<{ total: number }>(COUNT, bounds),
    ]);
    return pageOf(items, page, counted?.total ?? 0);
  }
}
