import { Injectable } from '@nestjs/common';
import { Clock, type Money, type Tenant } from '#kernel';
import { randomToken, type Transaction } from '#platform';
import type { ProviderName } from '#providers';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLink } from './payment-link.aggregate.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import type { PaymentLinkPurpose, PaymentLinkType, PaymentLinkView } from './payment-link-view.js';

export interface PaymentLinkRequest {
  readonly tenant: Tenant;
  readonly type: PaymentLinkType;
  /** Nothing, of a donation: the payer names the amount. */
  readonly amount: Money;
  readonly description: string | null;
  readonly metadata: Record<string, unknown>;
  /** Operators that the payer may choose; null: all that the organisation takes. */
  readonly providers: readonly ProviderName[] | null;
  /** The operator to offer first. */
  readonly preferredProvider?: ProviderName | null;
  readonly purpose?: PaymentLinkPurpose;
  /** Undefined: the address that was kept for later links, if any. */
  readonly redirectUrl: string | null | undefined;
  /** Keeps a redirectUrl that is given, also null, for later links. */
  readonly keepRedirectUrl: boolean;
  /** Null: any number. */
  readonly maxUses: number | null;
  /** Last instant at which it can be paid. */
  readonly expiresAt: Date | null;
  /** The invoice that payments of it are to pay. */
  readonly invoiceId?: string | null;
  readonly actorId: string | null;
}

const READ_DEFAULT = `SELECT redirect_url AS "redirectUrl" FROM payment_link_defaults
  WHERE organization_id = $1 AND mode = $2`;
const KEEP_DEFAULT = `INSERT INTO payment_link_defaults (organization_id, mode, redirect_url, updated_at)
  VALUES ($1, $2, $3, $4)
  ON CONFLICT (organization_id, mode)
    DO UPDATE SET redirect_url = excluded.redirect_url, updated_at = excluded.updated_at`;
/** 96 random bits, as 17 letters and digits: payers copy slugs by hand at times. */
const SLUG_BYTES = 12;

/** Makes payment links and keeps those of others in step, in a transaction of theirs. */
@Injectable()
export class PaymentLinkIssuing {
  constructor(
    private readonly views: PaymentLinkViews,
    private readonly clock: Clock,
  ) {}

  /** A link that is not recorded yet. Throws InvalidInput and PaymentLinkExpiryPast. */
  draw(request: PaymentLinkRequest): PaymentLink {
    const slug = randomToken('pay_', SLUG_BYTES);
    const { redirectUrl = null } = request;
    return PaymentLink.create({ ...request, slug, redirectUrl }, this.clock.now());
  }

  /** Records a link; throws what draw() throws, unless that was done before. */
  async issue(tx: Transaction, request: PaymentLinkRequest, link = this.draw(request)): Promise<PaymentLinkView> {
    await this.settleRedirect(tx, link, request);
    tx.save(link);
    return this.views.of(link);
  }

  /** Locks the link until the end of the transaction. Throws PaymentLinkNotFound. */
  async find(tx: Transaction, linkId: string): Promise<PaymentLinkView> {
    return this.views.of(await load(tx, linkId));
  }

  /** Asks for another amount from now on; payments that have begun bring the one before. Throws PaymentLinkNotFound. */
  async reprice(tx: Transaction, linkId: string, amount: Money): Promise<void> {
    const link = await load(tx, linkId);
    link.reprice(amount, this.clock.now());
    tx.save(link);
  }

  /** Takes no more payments of it; those that have begun go on. Safe to repeat. Throws PaymentLinkNotFound. */
  async withdraw(tx: Transaction, linkId: string): Promise<void> {
    const link = await load(tx, linkId);
    link.withdraw(this.clock.now());
    tx.save(link);
  }

  /** The same, once a payment of it has brought what it was for; one that is used up stays so. */
  async retire(tx: Transaction, linkId: string): Promise<void> {
    const link = await load(tx, linkId);
    if (link.retire(this.clock.now())) tx.save(link);
  }

  /** Gives the link the address that was kept for it, or keeps its own for later ones. */
  private async settleRedirect(tx: Transaction, link: PaymentLink, request: PaymentLinkRequest): Promise<void> {
    const { tenant, redirectUrl, keepRedirectUrl } = request;
    const { organizationId, mode } = tenant;
    if (redirectUrl === undefined) {
      const [kept] = await tx.query<{ redirectUrl: string | null }>(READ_DEFAULT, [organizationId, mode]);
      link.redirectUrl = kept?.redirectUrl ?? null;
    } else if (keepRedirectUrl) {
      tx.write(KEEP_DEFAULT, [organizationId, mode, redirectUrl, this.clock.now()]);
    }
  }
}

async function load(tx: Transaction, linkId: string): Promise<PaymentLink> {
  const link = await tx.load(PaymentLink, { id: linkId });
  if (!link) throw new PaymentLinkNotFound();
  return link;
}
