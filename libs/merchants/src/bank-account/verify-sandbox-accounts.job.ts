import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '#kernel';
import { Audit, Database, DatabaseUnavailable, HandlesJob, jobType, UnitOfWork, type JobHandler } from '#platform';
import { AccountNumbers } from './account-numbers.service.js';
import { BankAccount } from './bank-account.aggregate.js';
import { sandboxVerdict } from './sandbox-bank.js';

export const VERIFY_SANDBOX_ACCOUNTS = jobType<Record<string, never>>('maintenance', 'verify-sandbox-accounts');

const EVERY_MS = 2000;
const BATCH = 100;
const PUT_OFF_MS = 10 * 60_000;

const FIND_DUE = `SELECT id FROM bank_accounts WHERE verify_at <= $1 ORDER BY verify_at LIMIT ${BATCH}`;

// What fails again and again must not stay in front of all that comes after it.
const PUT_OFF = 'UPDATE bank_accounts SET verify_at = $2 WHERE id = $1 AND verify_at IS NOT NULL';

/** Plays the bank for the accounts of the sandbox, which are due as soon as they were added. */
@Injectable()
@HandlesJob(VERIFY_SANDBOX_ACCOUNTS, { everyMs: EVERY_MS })
export class VerifySandboxAccountsJob implements JobHandler<Record<string, never>> {
  private readonly logger = new Logger('Merchants');

  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly numbers: AccountNumbers,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<void> {
    const due = await this.database.query<{ id: string }>(FIND_DUE, [this.clock.now()]);
    for (const { id } of due) {
      try {
        await this.verify(id);
      } catch (error) {
        if (error instanceof DatabaseUnavailable) throw error;
        this.logger.error(`bank account ${id} could not be verified: ${(error as Error).message}`);
        await this.database.query(PUT_OFF, [id, new Date(this.clock.now().getTime() + PUT_OFF_MS)]);
      }
    }
  }

  private verify(id: string): Promise<void> {
    return this.unitOfWork.run(async (tx) => {
      const account = await tx.load(BankAccount, { id });
      // Another worker was quicker, or its owner removed it.
      if (account?.verifyAt == null) return;
      const now = this.clock.now();
      const verdict = sandboxVerdict(this.numbers.open(account).accountNumber);
      if (verdict) {
        account.decide(verdict, now);
        const { organizationId } = account;
        this.audit.record(tx, { action: `bank_account.${verdict}`, organizationId, actorId: null, recordId: id });
      } else account.leavePending(now);
      tx.save(account);
    });
  }
}
