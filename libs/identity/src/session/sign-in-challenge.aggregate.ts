import { Column, Entity, PrimaryColumn } from 'typeorm';
import { TokenExpired, TokenInvalid } from './session.errors.js';

const CHALLENGE_MINUTES = 5;
const ATTEMPTS_MAX = 5;

/** A sign-in whose password was right and which waits for the second factor. */
@Entity('sign_in_challenges')
export class SignInChallenge {
  @PrimaryColumn({ type: 'bytea' })
  readonly tokenHash: Buffer;

  @Column({ type: 'uuid' })
  readonly userId: string;

  @Column({ type: 'smallint' })
  attempts: number;

  @Column({ type: 'timestamptz' })
  readonly issuedAt: Date;

  @Column({ type: 'timestamptz' })
  readonly expiresAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  usedAt: Date | null;

  static issue(tokenHash: Buffer, userId: string, now: Date): SignInChallenge {
    return Object.assign(new SignInChallenge(), {
      tokenHash,
      userId,
      attempts: 0,
      issuedAt: now,
      expiresAt: new Date(now.getTime() + CHALLENGE_MINUTES * 60_000),
      usedAt: null,
    });
  }

  /** Why no code is taken any more: it was used, or its time or its attempts are over. Null while one is. */
  refusal(now: Date): TokenInvalid | TokenExpired | null {
    if (this.usedAt !== null) return new TokenInvalid();
    return this.expiresAt <= now || this.attempts >= ATTEMPTS_MAX ? new TokenExpired() : null;
  }

  use(now: Date): void {
    this.usedAt = now;
  }

  /** Returns how many attempts are left. */
  countWrongAttempt(): number {
    this.attempts += 1;
    return ATTEMPTS_MAX - this.attempts;
  }
}
