import { Column, Entity, PrimaryColumn } from 'typeorm';

export const CODE_MINUTES = 10;
export const CODE_COOLDOWN_SECONDS = 60;
const ATTEMPTS_MAX = 5;

/**
 * The newest code that was mailed to an address. An address without account has a row too, which no code matches, so
 * that the two behave alike.
 */
@Entity('one_time_codes')
export class OneTimeCode {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'enum', enum: ['verify_email'], enumName: 'one_time_code_purpose' })
  readonly purpose: 'verify_email';

  @Column({ type: 'text' })
  readonly address: string;

  /** Keyed with a secret of the platform and with the id, because six digits could be tried out; null matches nothing. */
  @Column({ type: 'bytea', nullable: true })
  readonly codeHash: Buffer | null;

  @Column({ type: 'smallint' })
  attempts: number;

  @Column({ type: 'timestamptz' })
  readonly issuedAt: Date;

  @Column({ type: 'timestamptz' })
  readonly expiresAt: Date;

  /** Whether even the right code is refused: its time is over or its attempts are. */
  isSpent(now: Date): boolean {
    return this.expiresAt <= now || this.attempts >= ATTEMPTS_MAX;
  }

  /** Returns how many attempts are left. */
  countWrongAttempt(): number {
    this.attempts += 1;
    return ATTEMPTS_MAX - this.attempts;
  }
}
