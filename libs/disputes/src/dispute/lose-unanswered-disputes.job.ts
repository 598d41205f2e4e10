import { Injectable, Logger } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Database, DatabaseUnavailable, HandlesJob, jobType, type JobHandler } from '#platform';
import { LoseUnansweredDispute } from './lose-unanswered-dispute.command.js';

export const LOSE_UNANSWERED_DISPUTES = jobType<object>('maintenance', 'lose-unanswered-disputes', { attemptsMax: 1 });

const BATCH = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';
const DUE = `SELECT id FROM disputes WHERE status = 'open' AND evidence_due_by < $1 AND id > $2 ORDER BY id LIMIT ${BATCH}`;

/** Ends the disputes that nobody has answered in time. What is due lies in the database; any number of workers may look. */
@Injectable()
@HandlesJob(LOSE_UNANSWERED_DISPUTES, { everyMs: 5000 })
export class LoseUnansweredDisputesJob implements JobHandler<object> {
  private readonly logger = new Logger('Disputes');

  constructor(
    private readonly database: Database,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const now = this.clock.now();
    let after = FIRST;
    let due: { id: string }[];
    do {
      due = await this.database.query<{ id: string }>(DUE, [now, after]);
      for (const { id } of due) await this.lose(id);
      after = due.at(-1)?.id ?? after;
    } while (due.length === BATCH);
  }

  /** One that cannot be ended must not keep the others waiting; it is due again next time. */
  private async lose(disputeId: string): Promise<void> {
    try {
      await this.commands.execute(new LoseUnansweredDispute(disputeId));
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.logger.error(`dispute ${disputeId} could not be ended: ${(error as Error).message}`);
    }
  }
}
