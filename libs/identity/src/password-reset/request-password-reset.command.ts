import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, hashToken, randomToken, UnitOfWork } from '#platform';
import { AccountMails } from '../mail/account-mails.service.js';
import { normalisedEmail, type Language } from '../user/user.aggregate.js';

/**
 * Mails a token that sets a new password. Nothing tells whether the address has an account: not the answer, and not the
 * time, because both run the same statements and neither waits for the mail. Safe to repeat: within a minute of the
 * last mail nothing changes.
 */
export class RequestPasswordReset extends Command<void> {
  constructor(readonly email: string) {
    super();
  }
}

const TOKEN_MINUTES = 30;
const COOLDOWN_MS = 60_000;

interface RequestedRow {
  readonly user_id: string | null;
  readonly organization_id: string | null;
  readonly email: string;
  readonly language: Language;
  readonly replaced: boolean;
}

/** The new token takes the place of the one before, unless that is younger than the cooldown. */
const REQUEST = `WITH account AS (
    SELECT u.id, u.email, u.language, m.organization_id FROM users u JOIN memberships m ON m.user_id = u.id
    WHERE u.email = $1 ORDER BY m.created_at LIMIT 1
  ), reset AS (
    INSERT INTO password_resets AS r (user_id, token_hash, requested_at, expires_at)
    SELECT id, $2, $3, $4 FROM account
    ON CONFLICT (user_id) DO UPDATE
      SET token_hash = excluded.token_hash, requested_at = excluded.requested_at, expires_at = excluded.expires_at
      WHERE r.requested_at <= $5
    RETURNING user_id
  )
  SELECT account.id AS user_id, account.organization_id, account.email, account.language,
    EXISTS (SELECT FROM reset) AS replaced
  FROM (SELECT) AS always LEFT JOIN account ON true`;

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly mails: AccountMails,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  execute(command: RequestPasswordReset): Promise<void> {
    const now = this.clock.now();
    const token = randomToken('rp_', 32);
    const times = [now, later(now, TOKEN_MINUTES * 60_000), later(now, -COOLDOWN_MS)];
    return this.unitOfWork.run(async (tx) => {
      const values = [normalisedEmail(command.email), hashToken(token), ...times];
      const [found] = await tx.query<RequestedRow>(REQUEST, values);
      this.audit.record(tx, {
        action: 'auth.password_reset_requested',
        organizationId: found?.organization_id ?? null,
        actorId: found?.user_id ?? null,
        recordId: found?.user_id ?? null,
      });
      if (found?.replaced) tx.onCommit(() => this.mails.sendPasswordReset(found, token, TOKEN_MINUTES));
    });
  }
}

const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);
