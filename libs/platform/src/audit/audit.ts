import { Injectable } from '@nestjs/common';
import { Clock, uuidv7 } from '#kernel';
import { Database } from '../database/database.js';
import type { Transaction } from '../database/transaction.js';
import type { Write } from '../database/write.js';
import { currentRequestContext } from '../logging/request-context.js';

/** One thing that somebody did, or that happened to a record by itself. Never carries a secret. */
export interface AuditEntry {
  /** Dotted word of the contracts, such as `payment.cancelled`. */
  readonly action: string;
  readonly organizationId: string | null;
  /** Null for a change that no call caused. */
  readonly actorId: string | null;
  readonly recordId?: string | null;
  readonly details?: Record<string, string | number | boolean | null>;
}

const INSERT = `INSERT INTO audit_entries
  (id, action, organization_id, actor_id, record_id, ip_address, request_id, details, occurred_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`;

/** Writes the audit log. Rows are only ever added: the database refuses to change or remove one. */
@Injectable()
export class Audit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Records together with the change: neither stands without the other. */
  record(tx: Transaction, entry: AuditEntry): void {
    const { sql, values } = this.insertion(entry);
    tx.write(sql, values);
  }

  /** Records what changed nothing, such as a refused log-in. */
  async note(entry: AuditEntry): Promise<void> {
    const { sql, values } = this.insertion(entry);
    await this.database.query(sql, values);
  }

  private insertion(entry: AuditEntry): Write {
    const now = this.clock.now();
    const context = currentRequestContext();
    const values = [
      uuidv7(now),
      entry.action,
      entry.organizationId,
      entry.actorId,
      entry.recordId ?? null,
      context?.ipAddress ?? null,
      context?.requestId ?? null,
      JSON.stringify(entry.details ?? {}),
      now,
    ];
    return { sql: INSERT, values };
  }
}
