import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { offsetOf, pageOf, type Page, type PageRequest } from '#kernel';
import { Database } from '#platform';
import type { OnboardingStatus } from './onboarding-view.js';

/** An application as it stands in the list of those who review. */
export interface OnboardingSummary {
  readonly organizationId: string;
  readonly businessName: string | null;
  readonly businessRegistrationNumber: string | null;
  readonly stakeholderName: string | null;
  readonly status: OnboardingStatus;
  readonly submittedAt: Date;
  readonly decidedAt: Date | null;
}

/** Lists what was submitted and stands so, of all organisations, longest waiting first: for platform staff alone. */
export class ListOnboardings extends Query<Page<OnboardingSummary>> {
  constructor(
    readonly status: Exclude<OnboardingStatus, 'not_submitted'>,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const LIST = `SELECT o.organization_id AS "organizationId", b.name AS "businessName",
    b.registration_number AS "businessRegistrationNumber", s.first_name || ' ' || s.last_name AS "stakeholderName",
    o.status, o.submitted_at AS "submittedAt", o.decided_at AS "decidedAt"
  FROM onboardings o
  LEFT JOIN onboarding_businesses b ON b.organization_id = o.organization_id
  LEFT JOIN onboarding_stakeholders s ON s.organization_id = o.organization_id
  WHERE o.status = $1 AND o.submitted_at IS NOT NULL
  ORDER BY o.submitted_at, o.organization_id LIMIT $2 OFFSET $3`;
const COUNT = 'SELECT count(*)::int AS total FROM onboardings WHERE status = $1 AND submitted_at IS NOT NULL';

@QueryHandler(ListOnboardings)
export class ListOnboardingsHandler implements IQueryHandler<ListOnboardings> {
  constructor(private readonly database: Database) {}

  async execute({ status, page }: ListOnboardings): Promise<Page<OnboardingSummary>> {
    const [items, counted] = await Promise.all([
      this.database.query<OnboardingSummary>(LIST, [status, page.limit, offsetOf(page)]),
      this.database.first<{ total: number }>(COUNT, [status]),
    ]);
    return pageOf(items, page, counted?.total ?? 0);
  }
}
