import { Injectable, Logger } from '@nestjs/common';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';
import { AuditChain } from './audit-chain.service.js';
import { AuditVerification } from './audit-verification.service.js';

export const VERIFY_AUDIT_LOG = jobType<object>('maintenance', 'verify-audit-log', { attemptsMax: 1 });

const DAY_MS = 24 * 3_600_000;

/**
 * Compares the audit log with its seals once a day, and notes the last seal in the log of the process: somebody who removes
 * the newest seals from the database leaves no gap in it, but does not come to what was shipped from here.
 */
@Injectable()
@HandlesJob(VERIFY_AUDIT_LOG, { everyMs: DAY_MS })
export class VerifyAuditLogJob implements JobHandler<object> {
  private readonly logger = new Logger('Audit');

  constructor(
    private readonly verification: AuditVerification,
    private readonly chain: AuditChain,
  ) {}

  async run(): Promise<void> {
    const { findings, lastSeal } = await this.verification.verify();
    await this.chain.recordVerification(findings.length);
    for (const { invariant, where, detail } of findings) this.logger.error(`${invariant}: ${where}, ${detail}`);
    if (findings.length > 0 || lastSeal.number === 0) return;
    this.logger.log(`the audit log is as it was sealed: seal ${lastSeal.number}:${lastSeal.hash}`);
  }
}
