import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7 } from '#kernel';

export interface NewApplication {
  readonly organizationId: string;
  readonly name: string;
  readonly description: string | null;
  readonly redirectUri: string | null;
  readonly isDefault: boolean;
}

/** What calls with keys of its own for an organisation: a shop, an accounting program. */
@Entity('applications')
export class Application {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'uuid' })
  readonly organizationId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'text', nullable: true })
  description: string | null;

  @Column({ type: 'text', nullable: true })
  redirectUri: string | null;

  /** Came with the account; its keys are the keys of the organisation where no application is named. */
  @Column({ type: 'boolean' })
  readonly isDefault: boolean;

  /** Null: its keys work. */
  @Column({ type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;

  @Column({ type: 'timestamptz' })
  updatedAt: Date;

  @Column({ type: 'timestamptz', nullable: true })
  deletedAt: Date | null;

  static create(details: NewApplication, now: Date): Application {
    return Object.assign(new Application(), {
      id: uuidv7(now),
      ...details,
      disabledAt: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    });
  }
}
