import { Injectable, Logger } from '@nestjs/common';
import { KeepsSealed, SealedFiles, type Transaction } from '#platform';

/** Where a logo lies in the object storage. */
export const logoKey = (logoId: string): string => `organization-logos/${logoId}`;

const LOCK = 'SELECT FROM organizations WHERE id = $1 FOR NO KEY UPDATE';
const HOLD_STILL = 'SELECT FROM organizations WHERE id = $1 FOR SHARE';
const READ = 'SELECT id FROM organization_logos WHERE organization_id = $1 AND replaced_at IS NULL';
const SHOW = 'UPDATE organization_logos SET is_shown = true WHERE id = $1 AND NOT is_shown';
const FORGET = `DELETE FROM organization_logos
  WHERE organization_id = $1 AND replaced_at IS NULL AND NOT is_shown RETURNING id`;
const RETIRE = `UPDATE organization_logos SET replaced_at = $2
  WHERE organization_id = $1 AND replaced_at IS NULL RETURNING id`;

interface LogoRow {
  readonly id: string;
}

/** Logos of organisations: each has at most one, beside those that something which was given out shows. */
@Injectable()
@KeepsSealed({ table: 'organization_logos', key: 'id', columns: 'id', keysOf: ({ id }: LogoRow) => [logoKey(id)] })
export class OrganizationLogos {
  private readonly logger = new Logger('Logos');

  constructor(private readonly files: SealedFiles) {}

  /** Id of the logo that the organisation has now; null for none. */
  async current(tx: Transaction, organizationId: string): Promise<string | null> {
    const [logo] = await tx.query<LogoRow>(READ, [organizationId]);
    return logo?.id ?? null;
  }

  /** That of now as well, for something that is given out: it can be read for good, whatever replaces it. */
  async show(tx: Transaction, organizationId: string): Promise<string | null> {
    // Until the commit nobody takes away what was found.
    await tx.query(HOLD_STILL, [organizationId]);
    const logoId = await this.current(tx, organizationId);
    if (logoId !== null) await tx.query(SHOW, [logoId]);
    return logoId;
  }

  /** Takes the logo away, and its file unless something shows it. Under the lock of the organisation. Null when there was none. */
  async takeAway(tx: Transaction, organizationId: string, now: Date): Promise<string | null> {
    await tx.query(LOCK, [organizationId]);
    const [forgotten] = await tx.query<LogoRow>(FORGET, [organizationId]);
    if (forgotten) this.files.letGo(tx, [logoKey(forgotten.id)]);
    const [retired] = forgotten ? [] : await tx.query<LogoRow>(RETIRE, [organizationId, now]);
    return (forgotten ?? retired)?.id ?? null;
  }

  /** PNG or JPEG; null when it cannot be read, which the log tells: nothing that merely shows it may fail for it. */
  async content(logoId: string): Promise<Buffer | null> {
    try {
      return await this.files.read(logoKey(logoId));
    } catch (error) {
      this.logger.warn(`logo ${logoId} cannot be read: ${(error as Error).message}`);
      return null;
    }
  }
}
