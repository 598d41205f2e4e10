import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database, DatabaseUnavailable, HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';
import { InvoiceIssuing } from '../invoice/invoice-issuing.service.js';
import { RecurringInvoice } from './recurring-invoice.aggregate.js';

/** A bell and nothing more: what is due lies in the database, so that no queue can lose it. */
export const ISSUE_RECURRING_INVOICES = jobType<Record<string, never>>('maintenance', 'issue-recurring-invoices', {
  attemptsMax: 1,
});

const EVERY_MS = 10_000;
const BATCH = 100;
/** One that could not be issued is tried again after this, so that it does not stand in the way of the others. */
const RETRY_AFTER_MS = 10 * 60_000;

const FIND_DUE = `SELECT id FROM recurring_invoices WHERE run_after <= $1 ORDER BY run_after, id LIMIT ${BATCH}`;
/** Unless somebody else issued it, or cancelled the schedule, in the meantime. */
const PUT_OFF = `UPDATE recurring_invoices SET run_after = $3 WHERE id = $1 AND run_after <= $2`;

/**
 * Issues and sends the invoices of the days that have come, each in a transaction of its own: the invoice, its link, its
 * mail and the next day of the schedule commit together, so that a crash neither skips a day nor repeats one. Days that
 * passed while no worker ran are made up for, one after the other.
 */
@Injectable()
@HandlesJob(ISSUE_RECURRING_INVOICES, { everyMs: EVERY_MS })
export class IssueRecurringInvoicesJob implements JobHandler<Record<string, never>> {
  private readonly logger = new Logger('Invoices');
  private isInterrupted = false;

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly issuing: InvoiceIssuing,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    this.isInterrupted = false;
    let due: { id: string }[];
    do {
      due = await this.database.query<{ id: string }>(FIND_DUE, [this.clock.now()]);
      for (const { id } of due) {
        if (this.isInterrupted) return;
        await this.issueOrPutOff(id);
      }
      // A schedule with several days to make up for is due again at once.
    } while (due.length > 0);
  }

  interrupt(): void {
    this.isInterrupted = true;
  }

  private async issueOrPutOff(id: string): Promise<void> {
    try {
      await this.issueNext(id);
    } catch (error) {
      if (error instanceof DatabaseUnavailable) throw error;
      this.logger.error(`schedule ${id} could not issue its invoice: ${(error as Error).message}`);
      const now = this.clock.now();
      await this.database.query(PUT_OFF, [id, now, new Date(now.getTime() + RETRY_AFTER_MS)]);
    }
  }

  private issueNext(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      // Waits for a worker that is at this schedule, and then sees what that one left to do.
      const schedule = await tx.load(RecurringInvoice, { id });
      const dueDay = schedule?.dueDayAt(this.clock.now()) ?? null;
      if (!schedule || dueDay === null) return;
      const { organizationId, mode, customerId, paymentTerm, memo, terms } = schedule;
      await this.issuing.issueAndSend(tx, {
        ...terms,
        tenant: { organizationId, mode },
        type: 'recurring',
        profileId: null,
        customerId,
        paymentTerm,
        memo,
        schedule: { recurringInvoiceId: id, dueDay },
        actorId: null,
      });
      schedule.advance(this.clock.now());
      tx.save(schedule);
    });
  }
}
