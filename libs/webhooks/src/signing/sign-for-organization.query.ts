import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Database, hmacHex, Sealing } from '#platform';
import { keyContext } from './signing-key.js';

/**
 * HMAC-SHA256 of a text, in hexadecimal digits, with each key that webhooks to the organisation are signed with now: those
 * of its active endpoints, the oldest endpoint first, and for a day after a rotation the previous key as well. None for
 * an organisation without an endpoint.
 */
export class SignForOrganization extends Query<readonly string[]> {
  constructor(
    readonly organizationId: string,
    readonly text: string,
  ) {
    super();
  }
}

interface Keys {
  readonly id: string;
  readonly sealedKey: Buffer;
  readonly sealedPreviousKey: Buffer | null;
}

const READ = `SELECT id, sealed_key AS "sealedKey",
    CASE WHEN previous_key_until > $2 THEN sealed_previous_key END AS "sealedPreviousKey"
  FROM webhook_endpoints WHERE organization_id = $1 AND status = 'active' AND deleted_at IS NULL ORDER BY id`;

@QueryHandler(SignForOrganization)
export class SignForOrganizationHandler implements IQueryHandler<SignForOrganization> {
  constructor(
    private readonly database: Database,
    private readonly sealing: Sealing,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, text }: SignForOrganization): Promise<readonly string[]> {
    const rows = await this.database.query<Keys>(READ, [organizationId, this.clock.now()]);
    return rows.flatMap(({ id, sealedKey, sealedPreviousKey }) =>
      [sealedKey, sealedPreviousKey].flatMap((sealed) =>
        sealed ? [hmacHex(this.sealing.open(sealed, keyContext(id)), text)] : [],
      ),
    );
  }
}
