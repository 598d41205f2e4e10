import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { KeepsSealed } from '../crypto/sealed-place.js';
import { Sealing } from '../crypto/sealing.js';
import { Database } from '../database/database.js';

/** What an operator wants to know of the audit log without reading it. */
export interface AuditChainStanding {
  /** The number of the last one. It never becomes smaller, but by a restore or by somebody's hand. */
  readonly seals: number;
  /** Null before the first verification. */
  readonly verifiedAt: Date | null;
  readonly findings: number;
}

/** There are seals, and somebody has removed the key that they were made with. */
export class ChainKeyGone extends Error {
  constructor() {
    super('The key of the audit log is gone, and its seals cannot be verified');
    this.name = new.target.name;
  }
}

const KEY_BYTES = 32;

const FIND_KEY = `SELECT id, sealed_key AS "sealedKey" FROM audit_chain`;
/** Never beside seals: a chain whose key is gone must not go on under another as if nothing were. */
const BEGIN = `INSERT INTO audit_chain (id, sealed_key) SELECT $1::uuid, $2::bytea WHERE NOT EXISTS (SELECT FROM audit_seals)
  ON CONFLICT (only_one) DO NOTHING`;
const RECORD = 'UPDATE audit_chain SET verified_at = $1, findings = $2';
/** Without the row that is read here nothing could be recorded: that it is gone is a finding by itself. */
const READ = `SELECT seals.count AS seals, chain.verified_at AS "verifiedAt", coalesce(chain.findings, least(seals.count, 1)) AS findings
  FROM (SELECT coalesce(max(number), 0) AS count FROM audit_seals) AS seals LEFT JOIN audit_chain AS chain ON true`;

const contextOf = (id: string): string => `audit_chain.sealed_key:${id}`;

/**
 * The key of the chain over the audit log, and what is known of the chain. The key is drawn when the chain begins and stays:
 * old seals must be verifiable for good. It lies sealed, so that the key of the platform can be succeeded beneath it.
 */
@Injectable()
@KeepsSealed({ table: 'audit_chain', column: 'sealed_key', key: 'id', contextOf })
export class AuditChain {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  /** Draws the key where nothing was sealed yet. Throws ChainKeyGone, and SealBroken when another was put in its place. */
  async key(): Promise<Buffer> {
    const kept = await this.keptKey();
    if (kept) return kept;
    const id = uuidv7(this.clock.now());
    await this.database.query(BEGIN, [id, this.sealing.seal(randomBytes(KEY_BYTES), contextOf(id))]);
    const begun = await this.keptKey();
    if (!begun) throw new ChainKeyGone();
    return begun;
  }

  async recordVerification(findings: number): Promise<void> {
    await this.database.query(RECORD, [this.clock.now(), findings]);
  }

  async read(): Promise<AuditChainStanding> {
    const standing = await this.database.first<AuditChainStanding>(READ);
    return standing ?? { seals: 0, verifiedAt: null, findings: 0 };
  }

  private async keptKey(): Promise<Buffer | null> {
    const row = await this.database.first<{ id: string; sealedKey: Buffer }>(FIND_KEY);
    return row && this.sealing.open(row.sealedKey, contextOf(row.id));
  }
}
