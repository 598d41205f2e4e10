import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, UnitOfWork } from '#platform';
import { AccountMails } from '../mail/account-mails.service.js';
import { normalisedEmail, type Language } from '../user/user.aggregate.js';
import { OneTimeCodes } from './one-time-codes.service.js';

export interface VerificationCodeSent {
  readonly email: string;
  /** False within the cooldown: nothing new was mailed and the earlier code still works. */
  readonly sent: boolean;
  readonly expiresAt: Date;
  readonly resendAvailableAt: Date;
}

/**
 * Mails a code to an address that waits for verification. An address without account, or verified already, gets the
 * same answer and no mail. Safe to repeat: quick repeats change nothing.
 */
export class SendVerificationCode extends Command<VerificationCodeSent> {
  constructor(readonly email: string) {
    super();
  }
}

const FIND_UNVERIFIED = `SELECT u.id, u.email, u.language, m.organization_id FROM users u
  JOIN memberships m ON m.user_id = u.id WHERE u.email = $1 AND u.email_verified_at IS NULL LIMIT 1`;

interface UnverifiedRow {
  readonly id: string;
  readonly email: string;
  readonly language: Language;
  readonly organization_id: string;
}

@CommandHandler(SendVerificationCode)
export class SendVerificationCodeHandler implements ICommandHandler<SendVerificationCode> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly codes: OneTimeCodes,
    private readonly mails: AccountMails,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute(command: SendVerificationCode): Promise<VerificationCodeSent> {
    const now = this.clock.now();
    const email = normalisedEmail(command.email);
    return this.unitOfWork.run(async (tx) => {
      const [account] = await tx.query<UnverifiedRow>(FIND_UNVERIFIED, [email]);
      const issued = await this.codes.issueAfterCooldown(tx, email, account !== undefined, now);
      const { code, expiresAt, resendAvailableAt } = issued;
      if (account && code !== null) {
        const { id, organization_id: organizationId } = account;
        this.audit.record(tx, { action: 'auth.otp_sent', organizationId, actorId: id, recordId: id });
        tx.onCommit(() => this.mails.sendVerificationCode(account, code));
      }
      return { email, sent: code !== null, expiresAt, resendAvailableAt };
    });
  }
}
