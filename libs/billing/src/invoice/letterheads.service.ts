import { Injectable } from '@nestjs/common';
import { Memberships, OrganizationLogos, Organizations, type Member, type OrganizationView } from '#identity';
import type { Transaction } from '#platform';
import type { InvoiceLocale } from '../invoice-document/invoice-document.js';
import type { Letterhead } from './letterhead.js';

/** What identity keeps for a country that is not told apart. */
const ELSEWHERE = 'ZZ';

/** Letterheads of sellers: in French for those whose account is, in English for all others. */
@Injectable()
export class Letterheads {
  constructor(
    private readonly organizations: Organizations,
    private readonly memberships: Memberships,
    private readonly logos: OrganizationLogos,
  ) {}

  /** As it is now, for what is still to be sent. */
  async current(tx: Transaction, organizationId: string): Promise<Letterhead> {
    return this.compose(tx, organizationId, await this.logos.current(tx, organizationId));
  }

  /** As it is now, for what is sent with it in this transaction: its logo stays, whatever the seller does later. */
  async issue(tx: Transaction, organizationId: string): Promise<Letterhead> {
    return this.compose(tx, organizationId, await this.logos.show(tx, organizationId));
  }

  private async compose(tx: Transaction, organizationId: string, logoId: string | null): Promise<Letterhead> {
    const organization = await this.organizations.read(tx, organizationId);
    const [owner] = await this.memberships.membersOf(tx, [organizationId]);
    const locale: InvoiceLocale = owner?.language === 'fr' ? 'fr' : 'en';
    return { locale, seller: sellerOf(organization, owner, locale), logoId };
  }
}

function sellerOf(
  organization: OrganizationView,
  owner: Member | undefined,
  locale: InvoiceLocale,
): Letterhead['seller'] {
  const { name, address, city, region, country, vatNumber, registrationNumber } = organization;
  const place = [city, region].filter((part) => part !== null && part !== '').join(', ');
  const land = country === ELSEWHERE ? '' : (new Intl.DisplayNames([locale], { type: 'region' }).of(country) ?? '');
  return {
    name,
    address: [address ?? '', place, land].filter((line) => line.trim() !== ''),
    email: owner?.email ?? null,
    phone: null,
    taxId: vatNumber,
    registrationNumber,
  };
}
