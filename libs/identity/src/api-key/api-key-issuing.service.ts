import { Injectable } from '@nestjs/common';
import type { Mode } from '#kernel';
import { Audit, type Transaction } from '#platform';
import type { Application } from '../application/application.table.js';
import type { AccountOwner } from '../user/user.events.js';
import { apiKeyGenerated, apiKeyRevoked } from './api-key.events.js';
import { ApiKey, maskedKey } from './api-key.table.js';

export interface GeneratedApiKey {
  readonly id: string;
  readonly applicationId: string;
  readonly mode: Mode;
  /** The whole key: here and never again. */
  readonly key: string;
  readonly maskedKey: string;
  readonly createdAt: Date;
}

interface KeyRow {
  readonly id: string;
  readonly mode: Mode;
}

const REVOKE = `UPDATE api_keys SET revoked_at = $2
  WHERE application_id = $1 AND mode = ANY($3::mode[]) AND revoked_at IS NULL RETURNING id, mode`;

/**
 * Gives out and takes back the keys of an application, within the transactions of commands. The caller holds the lock on
 * the application, or has just made it: there is one key of a mode at any time.
 */
@Injectable()
export class ApiKeyIssuing {
  constructor(private readonly audit: Audit) {}

  /** Makes a new key for a mode; the one before it is refused from then on. */
  async issue(
    tx: Transaction,
    by: AccountOwner,
    application: Application,
    { mode, now }: { mode: Mode; now: Date },
  ): Promise<GeneratedApiKey> {
    await this.revoke(tx, by, application, [mode], now);
    const { key, apiKey } = ApiKey.generate(application, mode, now);
    const { id, applicationId } = apiKey;
    tx.save(apiKey);
    tx.record(apiKeyGenerated(by, apiKey, now));
    this.note(tx, 'api_key.generated', by, apiKey);
    return { id, applicationId, mode, key, maskedKey: maskedKey(mode, apiKey.lastFour), createdAt: now };
  }

  revokeAll(tx: Transaction, by: AccountOwner, application: Application, now: Date): Promise<void> {
    return this.revoke(tx, by, application, ['live', 'sandbox'], now);
  }

  private async revoke(
    tx: Transaction,
    by: AccountOwner,
    application: Application,
    modes: readonly Mode[],
    now: Date,
  ): Promise<void> {
    for (const revoked of await tx.query<KeyRow>(REVOKE, [application.id, now, modes])) {
      tx.record(apiKeyRevoked(by, revoked, now));
      this.note(tx, 'api_key.revoked', by, revoked);
    }
  }

  private note(tx: Transaction, action: string, by: AccountOwner, { id: recordId, mode }: KeyRow): void {
    const { organizationId, userId: actorId } = by;
    this.audit.record(tx, { action, organizationId, actorId, recordId, details: { mode } });
  }
}
