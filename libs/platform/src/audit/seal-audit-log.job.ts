import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { HandlesJob, type JobHandler } from '../queue/job-handler.js';
import { jobType } from '../queue/job-type.js';
import { AuditChain } from './audit-chain.service.js';
import {
  endOf,
  ENTRIES_TO_SEAL,
  LAST_SEAL,
  NO_SEAL,
  READ_MAX,
  SEAL_MAX,
  sealHash,
  type AuditSeal,
  type DigestedEntry,
} from './audit-seal.js';

export const SEAL_AUDIT_LOG = jobType<object>('maintenance', 'seal-audit-log', { attemptsMax: 1 });

const EVERY_MS = 5000;

const INSERT = `INSERT INTO audit_seals (number, last_transaction_id, entry_ids, digests, hash)
  VALUES ($1, $2::bigint, $3::uuid[], $4::bytea[], $5) ON CONFLICT (number) DO NOTHING RETURNING number`;

/**
 * Seals what was written to the audit log since. Whoever writes an entry knows nothing of it: a chain through the entries
 * themselves would let every payment wait for the one before.
 */
@Injectable()
@HandlesJob(SEAL_AUDIT_LOG, { everyMs: EVERY_MS })
export class SealAuditLogJob implements JobHandler<object> {
  constructor(
    private readonly database: Database,
    private readonly chain: AuditChain,
  ) {}

  async run(): Promise<void> {
    const key = await this.chain.key();
    let sealed: number;
    do {
      sealed = await this.sealNext(key);
    } while (sealed === READ_MAX);
  }

  /** How many entries were sealed; none as well when another worker was quicker: the number is the lock. */
  private async sealNext(key: Buffer): Promise<number> {
    let previous = (await this.database.first<AuditSeal>(LAST_SEAL)) ?? NO_SEAL;
    const entries = await this.database.queryOnce<DigestedEntry>(ENTRIES_TO_SEAL, endOf(previous));
    for (let from = 0; from < entries.length; from += SEAL_MAX) {
      const seal = sealOver(key, previous, entries.slice(from, from + SEAL_MAX));
      const { number, lastTransactionId, entryIds, digests, hash } = seal;
      const inserted = await this.database.query(INSERT, [number, lastTransactionId, entryIds, digests, hash]);
      if (inserted.length === 0) return 0;
      previous = seal;
    }
    return entries.length;
  }
}

function sealOver(key: Buffer, previous: AuditSeal, entries: readonly DigestedEntry[]): AuditSeal {
  const seal = {
    number: previous.number + 1,
    lastTransactionId: entries.at(-1)?.transactionId ?? previous.lastTransactionId,
    entryIds: entries.map(({ id }) => id),
    digests: entries.map(({ digest }) => digest),
  };
  return { ...seal, hash: sealHash(key, previous, seal) };
}
