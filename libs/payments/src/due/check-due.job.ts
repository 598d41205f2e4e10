import { Injectable } from '@nestjs/common';
import { HandlesJob, jobType, type JobHandler } from '#platform';
import { DueChecks, KEEPS_LOOKING_MS } from './due-checks.service.js';

/**
 * A bell and nothing more: what is due lies in the database, so that no queue can lose it. It rings after commits that
 * made something due, and every second for all the rest. Rarely: whoever found something goes on looking by itself.
 */
export const CHECK_DUE = jobType<Record<string, never>>('payments', 'check-due', {
  attemptsMax: 1,
  bellGapMs: KEEPS_LOOKING_MS - 100,
});

@Injectable()
@HandlesJob(CHECK_DUE, { everyMs: 1000 })
export class CheckDueJob implements JobHandler<Record<string, never>> {
  constructor(private readonly dueChecks: DueChecks) {}

  /** Resolves when what is due is under way; operators are not waited for. */
  async run(): Promise<void> {
    await this.dueChecks.setOut();
  }

  interrupt(): void {
    this.dueChecks.rest();
  }
}
