import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform';
import type { AccountOwner } from '../user/user.events.js';

export interface Standing extends AccountOwner {
  readonly organizationSuspended: boolean;
}

const FIND_FIRST = `SELECT m.user_id AS "userId", m.organization_id AS "organizationId",
    o.suspended_at IS NOT NULL AS "organizationSuspended"
  FROM memberships m JOIN organizations o ON o.id = m.organization_id
  WHERE m.user_id = $1 ORDER BY m.created_at LIMIT 1`;

@Injectable()
export class Memberships {
  /** The organisation that a person acts for when nothing says otherwise: the one that came with the account. */
  async standingOf(tx: Transaction, userId: string): Promise<Standing> {
    const [standing] = await tx.query<Standing>(FIND_FIRST, [userId]);
    if (!standing) throw new Error(`Account ${userId} belongs to no organisation`);
    return standing;
  }
}
