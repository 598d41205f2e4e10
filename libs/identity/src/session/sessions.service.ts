import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { CONFIG, hashToken, randomToken, type Config, type Transaction } from '#platform';
import { AccessTokens, type AccessToken } from './access-tokens.service.js';
import { RefreshToken } from './refresh-token.table.js';
import { Session, type SessionEnd } from './session.aggregate.js';

const DAY_MS = 24 * 60 * 60 * 1000;

export interface TokenPair {
  readonly sessionId: string;
  readonly accessToken: AccessToken;
  /** Opaque; traded once for the next pair. */
  readonly refreshToken: string;
}

const REVOKE_ALL = `UPDATE sessions SET revoked_at = $3, revoked_because = $4
  WHERE user_id = $1 AND id IS DISTINCT FROM $2 AND revoked_at IS NULL AND ends_at > $3 RETURNING id`;

/** Opens sessions, renews their tokens and ends them; what each command that signs in or out shares. */
@Injectable()
export class Sessions {
  constructor(
    private readonly accessTokens: AccessTokens,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  open(tx: Transaction, owner: { userId: string; organizationId: string }, now: Date): TokenPair {
    const session = Session.open({
      id: uuidv7(now),
      userId: owner.userId,
      organizationId: owner.organizationId,
      startedAt: now,
      endsAt: new Date(now.getTime() + this.config.refreshTokenDays * DAY_MS),
    });
    tx.save(session);
    return this.issuePair(tx, session, now);
  }

  issuePair(tx: Transaction, session: Session, now: Date): TokenPair {
    const refreshToken = randomToken('rt_', 32);
    tx.save(
      Object.assign(new RefreshToken(), {
        tokenHash: hashToken(refreshToken),
        sessionId: session.id,
        issuedAt: now,
        usedAt: null,
      }),
    );
    const accessToken = this.accessTokens.issue({ userId: session.userId, sessionId: session.id }, now);
    return { sessionId: session.id, accessToken, refreshToken };
  }

  /**
   * Ends the running sessions of an account, but for the one given, and returns how many there were. The caller holds
   * the lock on the account's row: a sign-in that is under way waits for it and then sees what changed.
   */
  async revokeAll(
    tx: Transaction,
    userId: string,
    because: SessionEnd,
    options: { except: string | null; now: Date },
  ): Promise<number> {
    const revoked = await tx.query<{ id: string }>(REVOKE_ALL, [userId, options.except, options.now, because]);
    return revoked.length;
  }
}
