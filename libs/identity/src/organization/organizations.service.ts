import { Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { Audit, type Transaction } from '#platform';
import { READ_ORGANIZATION, type OrganizationView } from './get-organization.query.js';
import { Organization, type BusinessRegistration, type PostalAddress } from './organization.aggregate.js';
import { OrganizationNotFound } from './organization.errors.js';
import { organizationLetLive } from './organization.events.js';

/** What other parts of the platform may do to an organisation, within their own transactions. All throw OrganizationNotFound. */
@Injectable()
export class Organizations {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async read(tx: Transaction, organizationId: string): Promise<OrganizationView> {
    const [organization] = await tx.query<OrganizationView>(READ_ORGANIZATION, [organizationId]);
    if (!organization) throw new OrganizationNotFound();
    return organization;
  }

  /** The one way into live mode, which becomes its default. Safe to repeat. */
  async letLive(tx: Transaction, organizationId: string, actorId: string | null): Promise<void> {
    const now = this.clock.now();
    const organization = await load(tx, organizationId);
    if (!organization.letLive(now)) return;
    tx.save(organization);
    tx.record(organizationLetLive(organizationId, now));
    this.audit.record(tx, { action: 'organization.let_live', organizationId, actorId, recordId: organizationId });
  }

  async register(tx: Transaction, organizationId: string, business: BusinessRegistration): Promise<void> {
    const organization = await load(tx, organizationId);
    organization.register(business, this.clock.now());
    tx.save(organization);
  }

  async fillAddress(tx: Transaction, organizationId: string, address: PostalAddress): Promise<void> {
    const organization = await load(tx, organizationId);
    organization.fillAddress(address, this.clock.now());
    tx.save(organization);
  }
}

async function load(tx: Transaction, organizationId: string): Promise<Organization> {
  const organization = await tx.load(Organization, { id: organizationId });
  if (!organization) throw new OrganizationNotFound();
  return organization;
}
