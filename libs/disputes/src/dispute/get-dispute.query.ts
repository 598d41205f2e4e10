import { Query, QueryBus, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid, type Tenant } from '#kernel';
import { GetPayment, type PaymentView } from '#payments';
import { Database } from '#platform';
import { DisputeNotFound } from './dispute.errors.js';
import { DISPUTE_VIEW_COLUMNS, disputeView, type DisputeView } from './dispute-view.js';
import { EVIDENCE_OF_DISPUTE, evidenceView, type EvidenceView } from './evidence-view.js';

export interface DisputeFile {
  readonly dispute: DisputeView;
  /** Oldest first. */
  readonly evidence: readonly EvidenceView[];
  readonly payment: PaymentView;
}

/** Reads a dispute with its evidence and its payment. Throws DisputeNotFound, also for a dispute of another tenant. */
export class GetDispute extends Query<DisputeFile> {
  constructor(
    /** Null for platform staff alone, who may read any. */
    readonly tenant: Tenant | null,
    readonly disputeId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${DISPUTE_VIEW_COLUMNS} FROM disputes
  WHERE id = $1 AND ($2::uuid IS NULL OR (organization_id = $2::uuid AND mode = $3::mode))`;

@QueryHandler(GetDispute)
export class GetDisputeHandler implements IQueryHandler<GetDispute> {
  constructor(
    private readonly database: Database,
    private readonly queries: QueryBus,
  ) {}

  async execute({ tenant, disputeId }: GetDispute): Promise<DisputeFile> {
    if (!isUuid(disputeId)) throw new DisputeNotFound();
    const scope = [tenant?.organizationId ?? null, tenant?.mode ?? null];
    const row = await this.database.first<DisputeView>(READ, [disputeId, ...scope]);
    if (!row) throw new DisputeNotFound();
    const owner = { organizationId: row.organizationId, mode: row.mode };
    const [evidence, payment] = await Promise.all([
      this.database.query<EvidenceView>(EVIDENCE_OF_DISPUTE, [disputeId]),
      this.queries.execute(new GetPayment(owner, row.paymentId)),
    ]);
    return { dispute: disputeView(row), evidence: evidence.map(evidenceView), payment };
  }
}
