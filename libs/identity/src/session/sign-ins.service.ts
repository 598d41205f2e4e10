import { Injectable } from '@nestjs/common';
import { Audit, type Transaction } from '#platform';
import type { AccountSummary, User } from '../user/user.aggregate.js';
import { Sessions, type TokenPair } from './sessions.service.js';

export interface SignedIn extends TokenPair {
  readonly account: AccountSummary;
}

/** The end of every way to sign in. */
@Injectable()
export class SignIns {
  constructor(
    private readonly sessions: Sessions,
    private readonly audit: Audit,
  ) {}

  /** The caller holds the lock on the account's row and has checked everything. */
  complete(tx: Transaction, user: User, organizationId: string, now: Date): SignedIn {
    user.signedIn(now);
    tx.save(user);
    const tokens = this.sessions.open(tx, { userId: user.id, organizationId }, now);
    this.audit.record(tx, { action: 'auth.login', organizationId, actorId: user.id, recordId: tokens.sessionId });
    return { ...tokens, account: user.summary };
  }
}
