import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who belongs to an organisation, and as what. */
@Entity('memberships')
export class Membership {
  @PrimaryColumn({ type: 'uuid' })
  userId: string;

  @PrimaryColumn({ type: 'uuid' })
  organizationId: string;

  @Column({ type: 'enum', enum: ['owner'], enumName: 'membership_role' })
  role: 'owner';

  @Column({ type: 'timestamptz' })
  createdAt: Date;
}
