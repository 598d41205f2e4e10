import { Column, Entity, PrimaryColumn } from 'typeorm';
import { requireRegionOf } from './regions.js';

const LEGAL_FORMS = ['sole_proprietorship', 'sarl', 'sa', 'snc', 'association', 'other'] as const;
export type LegalForm = (typeof LEGAL_FORMS)[number];

export interface PostalAddress {
  readonly address: string;
  readonly city: string;
  readonly region: string | null;
  /** ISO 3166-1, two letters; ZZ for a country that is not told apart. */
  readonly country: string;
}

/** What registers and tax offices know of a business. */
export interface BusinessRegistration {
  readonly name: string;
  readonly legalForm: LegalForm;
  readonly registrationNumber: string;
  readonly vatNumber: string | null;
}

/** What is left out stays. */
export interface OrganizationChanges {
  readonly name?: string;
  readonly address?: string;
  readonly city?: string;
  readonly region?: string;
}

/** The tenant: whose money, records and keys they are. */
@Entity('organizations')
export class Organization {
  @PrimaryColumn({ type: 'uuid' })
  readonly id: string;

  @Column({ type: 'text' })
  name: string;

  /** ISO 3166-1, two letters. That of the door that it came in by, until an address says more. */
  @Column({ type: 'char', length: 2 })
  country: string;

  @Column({ type: 'enum', enum: LEGAL_FORMS, enumName: 'legal_form', nullable: true })
  legalForm: LegalForm | null;

  @Column({ type: 'text', nullable: true })
  registrationNumber: string | null;

  @Column({ type: 'text', nullable: true })
  vatNumber: string | null;

  @Column({ type: 'text', nullable: true })
  address: string | null;

  @Column({ type: 'text', nullable: true })
  city: string | null;

  @Column({ type: 'text', nullable: true })
  region: string | null;

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
      legalForm: null,
      registrationNumber: null,
      vatNumber: null,
      address: null,
      city: null,
      region: null,
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

  /** Throws InvalidInput for a region that the country does not have. */
  change(changes: OrganizationChanges, now: Date): void {
    if (changes.region !== undefined) requireRegionOf(this.country, changes.region);
    for (const field of ['name', 'address', 'city', 'region'] as const) {
      const value = changes[field];
      if (value !== undefined) this[field] = value.trim();
    }
    this.updatedAt = now;
  }

  register(business: BusinessRegistration, now: Date): void {
    Object.assign(this, business, { updatedAt: now });
  }

  /**
   * Fills in what is still empty of its address. While nothing of it is known its country is a guess, and the address
   * brings its own; after that an address in another country would make up one that does not exist.
   */
  fillAddress(given: PostalAddress, now: Date): void {
    const isEmpty = this.address === null && this.city === null && this.region === null;
    if (isEmpty) this.country = given.country;
    else if (given.country !== this.country) return;
    this.address ??= given.address;
    this.city ??= given.city;
    this.region ??= given.region;
    this.updatedAt = now;
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
