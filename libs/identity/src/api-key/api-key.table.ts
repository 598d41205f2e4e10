import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7, type Mode } from '#kernel';
import { hashToken, randomToken } from '#platform';
import type { Application } from '../application/application.table.js';

/** Existing plug-ins look for `app_` and letters, digits and underscores. */
const PREFIX: Readonly<Record<Mode, string>> = { live: 'app_live_', sandbox: 'app_test_' };
const SECRET_BYTES = 24;

/** The secret with which a server of an organisation calls. Kept as a hash; its last four characters tell it apart. */
@Entity('api_keys')
export class ApiKey {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'uuid' })
  readonly applicationId: string;

  @Column({ type: 'uuid' })
  readonly organizationId: string;

  @Column({ type: 'enum', enum: ['live', 'sandbox'], enumName: 'mode' })
  readonly mode: Mode;

  @Column({ type: 'bytea' })
  readonly keyHash: Buffer;

  @Column({ type: 'char', length: 4 })
  readonly lastFour: string;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  readonly lastUsedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  /** The whole key is in the answer and nowhere else. */
  static generate(application: Application, mode: Mode, now: Date): { key: string; apiKey: ApiKey } {
    const key = randomToken(PREFIX[mode], SECRET_BYTES);
    const apiKey = Object.assign(new ApiKey(), {
      id: uuidv7(now),
      applicationId: application.id,
      organizationId: application.organizationId,
      mode,
      keyHash: hashToken(key),
      lastFour: key.slice(-4),
      createdAt: now,
      lastUsedAt: null,
      revokedAt: null,
    });
    return { key, apiKey };
  }
}

/** How a key is shown once it is known to its holder alone: `app_live_****Qw7e`. */
export const maskedKey = (mode: Mode, lastFour: string): string => `${PREFIX[mode]}****${lastFour}`;
