import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock, type DomainError } from '#kernel';
import { Audit, hashToken, UnitOfWork, type Transaction } from '#platform';
import type { AccountSummary } from '../user/user.aggregate.js';
import { RefreshToken } from './refresh-token.table.js';
import { Session } from './session.aggregate.js';
import { AccountSuspended, TokenExpired, TokenInvalid } from './session.errors.js';
import { refreshTokenReused } from './session.events.js';
import { Sessions } from './sessions.service.js';
import type { SignedIn } from './sign-ins.service.js';

/**
 * Trades a refresh token for a new pair. A token that was traded before ends the whole session, because one of its two
 * holders stole it, and throws TokenInvalid; there is no grace for an answer that was lost. Also throws TokenInvalid for
 * an unknown or revoked token, TokenExpired for one whose session has ended, AccountSuspended.
 */
export class RefreshSession extends Command<SignedIn> {
  constructor(readonly refreshToken: string) {
    super();
  }
}

interface HolderRow extends AccountSummary {
  readonly suspended: boolean;
}

/** Without a lock on the account: a change of password locks account and sessions in the other order. */
const READ_HOLDER = `SELECT u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName", u.role,
    u.email_verified_at IS NOT NULL AS "emailVerified",
    (u.suspended_at IS NOT NULL OR o.suspended_at IS NOT NULL) AS suspended
  FROM users u, organizations o WHERE u.id = $1 AND o.id = $2`;

@CommandHandler(RefreshSession)
export class RefreshSessionHandler implements ICommandHandler<RefreshSession> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: Sessions,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ refreshToken }: RefreshSession): Promise<SignedIn> {
    const now = this.clock.now();
    const outcome = await this.unitOfWork.run((tx) => this.trade(tx, hashToken(refreshToken), now));
    // Thrown after the commit: a rollback would leave the thief's session open.
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  private async trade(tx: Transaction, tokenHash: Buffer, now: Date): Promise<SignedIn | DomainError> {
    // The lock on the token makes simultaneous trades queue up: the first gets the pair, the second sees a used token.
    const token = await tx.load(RefreshToken, { tokenHash });
    const session = token && (await tx.load(Session, { id: token.sessionId }));
    if (!token || !session || session.isRevoked) throw new TokenInvalid();
    if (token.usedAt !== null) return this.endStolen(tx, session, now);
    if (session.hasEnded(now)) throw new TokenExpired();
    const { userId, organizationId } = session;
    const [holder] = await tx.query<HolderRow>(READ_HOLDER, [userId, organizationId]);
    if (!holder) throw new TokenInvalid();
    const { suspended, ...account } = holder;
    if (suspended) throw new AccountSuspended();
    token.usedAt = now;
    tx.save(token);
    this.audit.record(tx, { action: 'auth.refreshed', organizationId, actorId: userId, recordId: session.id });
    return { ...this.sessions.issuePair(tx, session, now), account };
  }

  private endStolen(tx: Transaction, session: Session, now: Date): DomainError {
    const { id, userId, organizationId } = session;
    session.revoke('refresh_token_reused', now);
    tx.save(session);
    tx.record(refreshTokenReused({ userId, organizationId }, id, now));
    const action = 'auth.refresh_reuse_detected';
    this.audit.record(tx, { action, organizationId, actorId: userId, recordId: id });
    return new TokenInvalid();
  }
}
