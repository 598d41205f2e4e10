import { Injectable } from '@nestjs/common';
import type { Transaction } from '#platform';
import type { Language } from '../user/user.aggregate.js';
import type { AccountOwner } from '../user/user.events.js';

export interface Standing extends AccountOwner {
  readonly organizationSuspended: boolean;
}

/** Somebody who belongs to an organisation, and how he is told of things. */
export interface Member extends AccountOwner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly language: Language;
  readonly emailNotifications: boolean;
}

const READ_MEMBERS = `SELECT m.organization_id AS "organizationId", u.id AS "userId", u.email,
    u.first_name AS "firstName", u.last_name AS "lastName", u.language, u.email_notifications AS "emailNotifications"
  FROM memberships m JOIN users u ON u.id = m.user_id
  WHERE m.organization_id = ANY($1::uuid[]) ORDER BY m.created_at, u.id`;
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

  /** Everybody who belongs to one of the organisations. */
  membersOf(tx: Transaction, organizationIds: readonly string[]): Promise<Member[]> {
    return tx.query<Member>(READ_MEMBERS, [organizationIds]);
  }
}
