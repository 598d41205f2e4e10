import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Tenant } from '#kernel';
import { Database, holdSubscriber, UnitOfWork } from '#platform';
import { DAILY_STATISTICS } from './daily-statistics.projection.js';
import { RECOUNT } from './statistics-statements.js';

export interface RebuiltStatistics {
  readonly tenants: number;
  /** Payments, refunds and disputes that the figures have in them now. */
  readonly counted: number;
}

/**
 * Makes all figures anew from payments, refunds and disputes. Safe to repeat, also under load: a tenant is done in a
 * transaction of its own, and shows its old figures until then.
 */
export class RebuildDailyStatistics extends Command<RebuiltStatistics> {}

const FIND_TENANTS = `SELECT DISTINCT organization_id AS "organizationId", mode FROM payments
  UNION SELECT DISTINCT organization_id, mode FROM daily_statistics
  UNION SELECT DISTINCT organization_id, mode FROM hourly_statistics`;

@CommandHandler(RebuildDailyStatistics)
export class RebuildDailyStatisticsHandler implements ICommandHandler<RebuildDailyStatistics> {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async execute(): Promise<RebuiltStatistics> {
    const tenants = await this.database.query<Tenant>(FIND_TENANTS);
    let counted = 0;
    for (const tenant of tenants) counted += await this.recount(tenant);
    return { tenants: tenants.length, counted };
  }

  private recount({ organizationId, mode }: Tenant): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      // The projection adds to what is there: nothing may be there that this replaces a moment later.
      await holdSubscriber(tx, DAILY_STATISTICS);
      const [row] = await tx.query<{ counted: number }>(RECOUNT, [organizationId, mode]);
      return row?.counted ?? 0;
    });
  }
}
