import { Injectable } from '@nestjs/common';
import { SealBroken } from '../crypto/sealing.js';
import { Database } from '../database/database.js';
import type { Finding } from '../database/findings.js';
import { AuditChain, ChainKeyGone } from './audit-chain.service.js';
import {
  COUNT_AFTER,
  endOf,
  ENTRIES_UNTIL,
  isWithin,
  NEXT_SEALS,
  NO_SEAL,
  sealHash,
  type AuditSeal,
  type DigestedEntry,
} from './audit-seal.js';

/** A seal that somebody wrote down where whoever changes the database does not come to. */
export type NotedSeal = Pick<AuditSeal, 'number' | 'hash'>;

export interface AuditVerdict {
  /** In the order of the log; it is not read any further after a thousand. */
  readonly findings: readonly Finding[];
  readonly entries: number;
  /** The last one that was read; its number is zero when nothing is sealed. */
  readonly lastSeal: NotedSeal;
  /** When that happened which was sealed last; null when it is gone. */
  readonly sealedUntil: Date | null;
  readonly unsealed: number;
}

const FINDINGS_MAX = 1000;

const ENTRY_AS_SEALED = 'an entry of the audit log is as it was sealed';
const SEALS_FOLLOW = 'each seal of the audit log follows from the one before';

const OCCURRED_AT = 'SELECT occurred_at AS "occurredAt" FROM audit_entries WHERE id = $1';

const brokenSeal = (number: number, detail: string): Finding => ({
  invariant: SEALS_FOLLOW,
  where: `seal ${number}`,
  detail,
});
const brokenEntry = (id: string, detail: string): Finding => ({
  invariant: ENTRY_AS_SEALED,
  where: `audit entry ${id}`,
  detail,
});

/** Compares the audit log with its seals. */
@Injectable()
export class AuditVerification {
  constructor(
    private readonly database: Database,
    private readonly chain: AuditChain,
  ) {}

  /**
   * Goes through all seals and what they stand for, some at a time: nothing that is sealed changes, so that it needs no
   * snapshot and keeps nobody up. Safe under load, and beside the sealer.
   */
  async verify(noted: NotedSeal | null = null): Promise<AuditVerdict> {
    const findings: Finding[] = [];
    const key = await this.keyOrNull(findings);
    let previous = NO_SEAL;
    let entries = 0;
    while (findings.length < FINDINGS_MAX) {
      const seals = await this.database.query<AuditSeal>(NEXT_SEALS, [previous.number]);
      const last = seals.at(-1);
      if (!last) break;
      const logged = await this.database.queryOnce<DigestedEntry>(ENTRIES_UNTIL, [...endOf(previous), ...endOf(last)]);
      let rest: readonly DigestedEntry[] = logged;
      for (const seal of seals) {
        const end = rest.findIndex((entry) => !isWithin(entry, seal));
        const own = end === -1 ? rest : rest.slice(0, end);
        rest = rest.slice(own.length);
        findings.push(...sealFindings(key, previous, seal, noted), ...entryFindings(seal, own));
        entries += seal.entryIds.length;
        previous = seal;
      }
    }
    if (noted && noted.number > previous.number && findings.length < FINDINGS_MAX) {
      findings.push(missingSeals(previous.number + 1, noted.number));
    }
    return { findings, entries, lastSeal: previous, ...(await this.standingAfter(previous)) };
  }

  private async standingAfter(seal: AuditSeal): Promise<Pick<AuditVerdict, 'sealedUntil' | 'unsealed'>> {
    const end = endOf(seal);
    const last = await this.database.first<{ occurredAt: Date }>(OCCURRED_AT, [end[1]]);
    const [after] = await this.database.queryOnce<{ count: number }>(COUNT_AFTER, end);
    return { sealedUntil: last?.occurredAt ?? null, unsealed: after?.count ?? 0 };
  }

  /** Without the key it is still seen which entries are not as their seals say. */
  private async keyOrNull(findings: Finding[]): Promise<Buffer | null> {
    try {
      return await this.chain.key();
    } catch (error) {
      if (!(error instanceof ChainKeyGone || error instanceof SealBroken)) throw error;
      findings.push({ invariant: SEALS_FOLLOW, where: 'the key of the chain', detail: error.message });
      return null;
    }
  }
}

const missingSeals = (first: number, last: number): Finding =>
  brokenSeal(first, first === last ? 'it is missing' : `it is missing, and all up to seal ${last}`);

/** A seal that comes after a gap cannot be proven: what it follows is not there. */
function sealFindings(key: Buffer | null, previous: AuditSeal, seal: AuditSeal, noted: NotedSeal | null): Finding[] {
  const { number, hash } = seal;
  if (number !== previous.number + 1) return [missingSeals(previous.number + 1, number - 1)];
  if (key && hash !== sealHash(key, previous, seal))
    return [brokenSeal(number, 'it was changed, or does not follow from the one before')];
  if (noted?.number === number && noted.hash !== hash) return [brokenSeal(number, 'it is not the one that was noted')];
  return [];
}

function entryFindings({ number, entryIds, digests }: AuditSeal, logged: readonly DigestedEntry[]): Finding[] {
  const left = new Map(logged.map((entry) => [entry.id, entry]));
  const notAsSealed = entryIds.flatMap((id, index) => {
    const entry = left.get(id);
    left.delete(id);
    if (!entry) return [brokenEntry(id, `it is missing where seal ${number} has it`)];
    const digest = digests[index];
    return digest && entry.digest.equals(digest) ? [] : [brokenEntry(id, `it was changed after seal ${number}`)];
  });
  const added = [...left.keys()].map((id) => brokenEntry(id, `it was put among those of seal ${number} later`));
  return [...notAsSealed, ...added];
}
