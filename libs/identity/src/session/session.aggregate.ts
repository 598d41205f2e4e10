import { Column, Entity, PrimaryColumn } from 'typeorm';

const SESSION_ENDS = [
  'signed_out',
  'password_changed',
  'password_reset',
  'second_factor_enabled',
  'refresh_token_reused',
] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** One sign-in and all the tokens that come of it. Tokens are renewed, the end of the session is not. */
@Entity('sessions')
export class Session {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'uuid' })
  readonly userId: string;

  /** The organisation that the person acts for. */
  @Column({ type: 'uuid' })
  readonly organizationId: string;

  @Column({ type: 'timestamptz' })
  readonly startedAt: Date;

  @Column({ type: 'timestamptz' })
  readonly endsAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  revokedAt: Date | null;

  @Column({ type: 'enum', enum: SESSION_ENDS, enumName: 'session_end', nullable: true })
  revokedBecause: SessionEnd | null;

  static open(details: Pick<Session, 'id' | 'userId' | 'organizationId' | 'startedAt' | 'endsAt'>): Session {
    return Object.assign(new Session(), { ...details, revokedAt: null, revokedBecause: null });
  }

  get isRevoked(): boolean {
    return this.revokedAt !== null;
  }

  hasEnded(now: Date): boolean {
    return this.endsAt <= now;
  }

  /** Returns false when it was revoked before; the first reason stays. */
  revoke(because: SessionEnd, now: Date): boolean {
    if (this.isRevoked) return false;
    this.revokedAt = now;
    this.revokedBecause = because;
    return true;
  }
}
