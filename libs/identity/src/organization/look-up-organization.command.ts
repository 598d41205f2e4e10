import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Audit, Database } from '#platform';
import { OrganizationNotFound } from './organization.errors.js';

/** An organisation as platform staff see it. */
export interface OrganizationRecord {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1, two letters. */
  readonly country: string;
  /** Since when it may act in live mode; null while it may not. */
  readonly liveAt: Date | null;
  readonly suspendedAt: Date | null;
  readonly createdAt: Date;
  readonly owner: { readonly id: string; readonly name: string; readonly email: string };
}

/**
 * Platform staff look at any organisation and its owner; that they did is recorded first. Throws OrganizationNotFound.
 * Safe to repeat.
 */
export class LookUpOrganization extends Command<OrganizationRecord> {
  constructor(
    readonly organizationId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

const READ = `SELECT o.id, o.name, o.country, o.live_at AS "liveAt", o.suspended_at AS "suspendedAt",
    o.created_at AS "createdAt",
    json_build_object('id', u.id, 'name', u.first_name || ' ' || u.last_name, 'email', u.email) AS owner
  FROM organizations o
  JOIN memberships m ON m.organization_id = o.id AND m.role = 'owner'
  JOIN users u ON u.id = m.user_id
  WHERE o.id = $1 ORDER BY m.created_at LIMIT 1`;

@CommandHandler(LookUpOrganization)
export class LookUpOrganizationHandler implements ICommandHandler<LookUpOrganization> {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  async execute({ organizationId, actorId }: LookUpOrganization): Promise<OrganizationRecord> {
    const found = isUuid(organizationId) ? await this.database.first<OrganizationRecord>(READ, [organizationId]) : null;
    if (!found) throw new OrganizationNotFound();
    await this.audit.note({ action: 'organization.viewed', organizationId, actorId, recordId: organizationId });
    return found;
  }
}
