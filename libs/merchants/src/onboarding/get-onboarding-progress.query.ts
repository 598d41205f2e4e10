import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Database } from '#platform';
import { progressOf, type Onboarding } from './onboarding.aggregate.js';
import type { OnboardingProgress } from './onboarding-view.js';

/** Reads how far an organisation is, also before its first step. */
export class GetOnboardingProgress extends Query<OnboardingProgress> {
  constructor(readonly organizationId: string) {
    super();
  }
}

const READ = `SELECT status, rejection_reason AS "rejectionReason", stakeholder_at AS "stakeholderAt",
    business_at AS "businessAt", payment_at AS "paymentAt", document_at AS "documentAt"
  FROM onboardings WHERE organization_id = $1`;
const NOTHING: OnboardingProgress = { completedSteps: [], status: 'not_submitted', rejectionReason: null };

@QueryHandler(GetOnboardingProgress)
export class GetOnboardingProgressHandler implements IQueryHandler<GetOnboardingProgress> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId }: GetOnboardingProgress): Promise<OnboardingProgress> {
    const row = await this.database.first<Onboarding>(READ, [organizationId]);
    return row ? progressOf(row) : NOTHING;
  }
}
