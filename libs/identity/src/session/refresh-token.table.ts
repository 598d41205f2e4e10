import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A token that is traded once for the next one. Kept as a hash. */
@Entity('refresh_tokens')
export class RefreshToken {
  @PrimaryColumn({ type: 'bytea' })
  tokenHash: Buffer;

  @Column({ type: 'uuid' })
  sessionId: string;

  @Column({ type: 'timestamptz' })
  issuedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  usedAt: Date | null;
}
