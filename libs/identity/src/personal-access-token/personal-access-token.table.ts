import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '#kernel';
import { hashToken, randomToken } from '#platform';
import type { AccountOwner } from '../user/user.events.js';

/** Tells such a token from a session's, which is no single word, and from an API key. */
const PREFIX = 'pat_';
const SECRET_BYTES = 32;
const DAY_MS = 24 * 3_600_000;

export interface NewPersonalAccessToken {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly lifetimeDays: number;
}

/**
 * The secret with which a program calls for an account, as far as its scopes go. Kept as a hash; its last four characters
 * tell it apart.
 */
@Entity('personal_access_tokens')
export class PersonalAccessToken {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'uuid' })
  readonly userId: string;

  @Column({ type: 'uuid' })
  readonly organizationId: string;

  @Column({ type: 'text' })
  readonly name: string;

  @Column({ type: 'text', array: true })
  readonly scopes: string[];

  @Column({ type: 'bytea' })
  readonly tokenHash: Buffer;

  @Column({ type: 'char', length: 4 })
  readonly lastFour: string;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ type: 'timestamptz' })
  readonly expiresAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  readonly lastUsedAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  /** The whole token is in the answer and nowhere else. */
  static create(
    holder: AccountOwner,
    details: NewPersonalAccessToken,
    now: Date,
  ): { secret: string; token: PersonalAccessToken } {
    const secret = randomToken(PREFIX, SECRET_BYTES);
    const token = Object.assign(new PersonalAccessToken(), {
      id: uuidv7(now),
      userId: holder.userId,
      organizationId: holder.organizationId,
      name: details.name,
      scopes: [...details.scopes],
      tokenHash: hashToken(secret),
      lastFour: secret.slice(-4),
      createdAt: now,
      expiresAt: new Date(now.getTime() + details.lifetimeDays * DAY_MS),
      lastUsedAt: null,
      revokedAt: null,
    });
    return { secret, token };
  }
}

export const isPersonalAccessToken = (credential: string): boolean => credential.startsWith(PREFIX);

/** How a token is shown once it is known to its holder alone: `pat_****c8Xq`. */
export const maskedToken = (lastFour: string): string => `${PREFIX}****${lastFour}`;
