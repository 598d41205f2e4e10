import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What calls with an organisation's keys. */
@Entity('applications')
export class Application {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'uuid' })
  readonly organizationId: string;

  @Column({ type: 'text' })
  name: string;

  @Column({ type: 'timestamptz', nullable: true })
  disabledAt: Date | null;

  @Column({ type: 'timestamptz' })
  readonly createdAt: Date;
}
