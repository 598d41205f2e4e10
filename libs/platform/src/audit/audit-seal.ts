import { hmacBase64 } from '../crypto/tokens.js';
import { OLDEST_WRITER } from '../database/oldest-writer.js';

/** An entry as the chain knows it. */
export interface DigestedEntry {
  readonly id: string;
  /** A bigint, in digits. */
  readonly transactionId: string;
  readonly digest: Buffer;
}

/** Some entries that stand next to each other in the log, and through its hash all seals before it. */
export interface AuditSeal {
  readonly number: number;
  /** Of the last entry: the next seal goes on after both. */
  readonly lastTransactionId: string;
  readonly entryIds: readonly string[];
  readonly digests: readonly Buffer[];
  /** In base64: hex has runs of digits that logs would take for telephones. */
  readonly hash: string;
}

/** So many entries at most are sealed together. */
export const SEAL_MAX = 2000;
/** So many are read at once: the index gives no order, so that each read goes through all that have piled up. */
export const READ_MAX = 10 * SEAL_MAX;

/** The least of all, which no transaction has: nobody can put an entry before it. */
const NO_TRANSACTION = '-9223372036854775808';
/** What the first seal follows. */
export const NO_SEAL: AuditSeal = {
  number: 0,
  lastTransactionId: NO_TRANSACTION,
  entryIds: [],
  digests: [],
  hash: '',
};
const NO_ENTRY = '00000000-0000-0000-0000-000000000000';

const SEAL = `number, last_transaction_id AS "lastTransactionId", entry_ids AS "entryIds", digests, hash`;
export const LAST_SEAL = `SELECT ${SEAL} FROM audit_seals ORDER BY number DESC LIMIT 1`;
/** Few enough that their entries are held at once. */
export const NEXT_SEALS = `SELECT ${SEAL} FROM audit_seals WHERE number > $1 ORDER BY number LIMIT 20`;

/**
 * Over every column. JSON keeps null apart from an empty text and one column from the next, and jsonb is always written in the
 * same way; moments are written without the time zone of the session, to the microsecond.
 */
const DIGEST = `sha256(convert_to(jsonb_build_array(e.id, e.action, e.organization_id, e.actor_id, e.record_id, e.ip_address,
  e.request_id, e.details, e.occurred_at AT TIME ZONE 'UTC', e.transaction_id)::text, 'UTF8'))`;

/** After the entry of $1 and $2. The first condition is for the index, which compares no pairs. */
const AFTER = '(transaction_id >= $1::bigint AND (transaction_id, id) > ($1::bigint, $2::uuid))';

/** Digests are made of the entries that are left when the limit is reached, and not of all that wait. */
const digested = (
  condition: string,
  limit: string,
): string => `SELECT e.id, e.transaction_id AS "transactionId", ${DIGEST} AS digest
  FROM (SELECT * FROM audit_entries WHERE ${AFTER} AND ${condition} ORDER BY transaction_id, id ${limit}) e
  ORDER BY e.transaction_id, e.id`;

/** Of transactions older than all that may still write some: nothing can come to stand between them any more. */
export const ENTRIES_TO_SEAL = digested(`transaction_id < ${OLDEST_WRITER}`, `LIMIT ${READ_MAX}`);
export const ENTRIES_UNTIL = digested(
  'transaction_id <= $3::bigint AND (transaction_id, id) <= ($3::bigint, $4::uuid)',
  '',
);
export const COUNT_AFTER = `SELECT count(*)::int AS count FROM audit_entries WHERE ${AFTER}`;

/** Where a seal ends in the log. */
export const endOf = ({ lastTransactionId, entryIds }: AuditSeal): [transactionId: string, id: string] => [
  lastTransactionId,
  entryIds.at(-1) ?? NO_ENTRY,
];

export function isWithin(entry: DigestedEntry, seal: AuditSeal): boolean {
  const [transactionId, id] = endOf(seal);
  const [own, last] = [BigInt(entry.transactionId), BigInt(transactionId)];
  return own < last || (own === last && entry.id <= id);
}

/** Without the key nobody can make a seal that fits, nor make one anew that was changed. */
export function sealHash(key: Buffer, previous: AuditSeal, seal: Omit<AuditSeal, 'hash'>): string {
  const { number, lastTransactionId, entryIds, digests } = seal;
  const inHex = digests.map((digest) => digest.toString('hex'));
  return hmacBase64(key, JSON.stringify([previous.hash, number, lastTransactionId, entryIds, inHex]));
}
