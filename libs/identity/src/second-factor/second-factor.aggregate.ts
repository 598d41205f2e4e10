import { Column, Entity, PrimaryColumn } from 'typeorm';

const ENROLMENT_MS = 15 * 60_000;

export type SecondFactorStatus = 'disabled' | 'pending' | 'enabled';

/** The authenticator of an account: enrolled first, asked for once a code has proved that it works. */
@Entity('second_factors')
export class SecondFactor {
  @PrimaryColumn({ type: 'uuid' })
  readonly userId: string;

  @Column({ type: 'bytea' })
  readonly sealedSecret: Buffer;

  @Column({ type: 'timestamptz' })
  readonly enrolledAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  confirmedAt: Date | null;

  /** Steps are counted from 1970 in units of 30 seconds. */
  @Column({ type: 'bigint', nullable: true })
  lastUsedStep: string | null;

  get isEnabled(): boolean {
    return this.confirmedAt !== null;
  }

  /** An enrolment that was not confirmed in time counts as dropped, whether its row is still there or not. */
  isPending(now: Date): boolean {
    return this.confirmedAt === null && now.getTime() - this.enrolledAt.getTime() < ENROLMENT_MS;
  }

  confirm(now: Date): void {
    this.confirmedAt = now;
  }

  /** Takes the code of a step once: returns false when that step, or a later one, was taken before. */
  takeStep(step: number): boolean {
    if (this.lastUsedStep !== null && step <= Number(this.lastUsedStep)) return false;
    this.lastUsedStep = String(step);
    return true;
  }
}
