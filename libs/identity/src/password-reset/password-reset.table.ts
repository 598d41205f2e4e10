import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The newest reset of an account. Kept as a hash; using it removes the row. */
@Entity('password_resets')
export class PasswordReset {
  @PrimaryColumn({ type: 'uuid' })
  readonly userId: string;

  @Column({ type: 'bytea' })
  readonly tokenHash: Buffer;

  @Column({ type: 'timestamptz' })
  readonly requestedAt: Date;

  @Column({ type: 'timestamptz' })
  readonly expiresAt: Date;
}
