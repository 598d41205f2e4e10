import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock, type Currency, type Mode } from '#kernel';
import { Database, HandlesJob, jobType, type JobHandler } from '#platform';
import { ReleaseSettlement } from './release-settlement.command.js';

export const RELEASE_SETTLEMENTS = jobType<object>('maintenance', 'release-settlements', { attemptsMax: 1 });

const DUE = `SELECT DISTINCT organization_id AS "organizationId", mode, currency FROM payments
  WHERE released_at IS NULL AND available_at <= $1`;

/** Lets merchants use what was paid once its delay is over. */
@Injectable()
@HandlesJob(RELEASE_SETTLEMENTS, { everyMs: 5000 })
export class ReleaseSettlementsJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    const due = await this.database.query<{ organizationId: string; mode: Mode; currency: Currency }>(DUE, [now]);
    for (const { currency, ...tenant } of due) {
      let more = true;
      while (more) more = await this.commands.execute(new ReleaseSettlement(tenant, currency));
    }
  }
}
