import type { Member, Memberships, Principal } from '#identity';
import type { Transaction } from '#platform';

/** Who writes to the team, as far as the call says it. */
export type Writer = Pick<Principal, 'userId' | 'organizationId' | 'organizationName'>;

/** The account that writes, as its organisation knows it. */
export async function accountOf(tx: Transaction, memberships: Memberships, writer: Writer): Promise<Member> {
  const members = await memberships.membersOf(tx, [writer.organizationId]);
  const member = members.find(({ userId }) => userId === writer.userId);
  if (!member) throw new Error(`Account ${writer.userId} does not belong to organisation ${writer.organizationId}`);
  return member;
}
