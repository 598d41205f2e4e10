import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The tenant: whose money, records and keys they are. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'text' })
  name: string;

  /** ISO 3166-1, two letters. */
  @Column({ type: 'char', length: 2 })
  readonly country: string;

  /** Whether calls that name no mode act in sandbox mode. */
  @Column({ type: 'boolean' })
  testMode: boolean;

  /** Since when it may act in live mode; null while it may not. */
  @Column({ type: 'timestamptz', nullable: true })
  liveAt: Date | null;

  @Column({ type: 'timestamptz', nullable: true })
  suspendedAt: Date | null;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  static found(details: { id: string; name: string; country: string }, now: Date): Organization {
    return Object.assign(new Organization(), {
      ...details,
      testMode: true,
      liveAt: null,
      suspendedAt: null,
      createdAt: now,
      updatedAt: now,
    });
  }

  /** Returns false when it was live already. */
  letLive(now: Date): boolean {
    if (this.liveAt !== null) return false;
    this.liveAt = now;
    this.testMode = false;
    this.updatedAt = now;
    return true;
  }

  suspend(now: Date): void {
    this.suspendedAt ??= now;
    this.updatedAt = now;
  }

  reinstate(now: Date): void {
    this.suspendedAt = null;
    this.updatedAt = now;
  }
}
