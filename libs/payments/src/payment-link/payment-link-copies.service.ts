import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { GetPayee } from '#merchants';
import { Cache, Database } from '#platform';
import type { ProviderName } from '#providers';
import { PaymentMethods, type PayerPages } from '../payment/payment-methods.service.js';
import { PaymentLinkViews } from './payment-link-views.service.js';
import { PaymentLinkNotFound } from './payment-link.errors.js';
import {
  acceptedProviders,
  isPaymentLinkSlug,
  PAYMENT_LINK_COLUMNS,
  paymentLinkStatus,
  type PaymentLinkView,
} from './payment-link-view.js';

/** What a payer has to know before he pays a link. */
export interface PublicPaymentLink {
  readonly link: PaymentLinkView;
  /** Operators that it can be paid through, the preferred one first. */
  readonly providers: readonly ProviderName[];
  /** Of those of them that can send payers to pages of their own as well. */
  readonly pages: readonly PayerPages[];
  readonly merchantName: string;
}

interface Copy {
  readonly version: string;
  readonly shown: Omit<PublicPaymentLink, 'pages'>;
}

const COPY_SECONDS = 600;
/** xmin is another after each change of the row, and a link's row changes with each change of its uses. */
const VERSION = 'SELECT xmin::text AS version FROM payment_links WHERE slug = $1';
const READ = `SELECT ${PAYMENT_LINK_COLUMNS}, xmin::text AS version FROM payment_links WHERE slug = $1`;

/**
 * Links as payers read them, from a cache of ten minutes.
 *
 * A copy is as good as the version of the row that it was made of, and PostgreSQL is asked for that at each read: one
 * look-up of one row instead of the three reads that a copy spares. So no change has to tell any process that a copy is
 * to be dropped, none can be forgotten, and a message that is lost, or a copy that is kept a moment after the change,
 * does no harm. The organisation's name and choice of operators may be ten minutes old; redeeming reads all of it anew.
 */
@Injectable()
export class PaymentLinkCopies {
  constructor(
    private readonly database: Database,
    private readonly cache: Cache,
    private readonly queries: QueryBus,
    private readonly methods: PaymentMethods,
    private readonly views: PaymentLinkViews,
    private readonly clock: Clock,
  ) {}

  /** The link as it stands now, in whatever state. Throws PaymentLinkNotFound. */
  async read(slug: string): Promise<PublicPaymentLink> {
    if (!isPaymentLinkSlug(slug)) throw new PaymentLinkNotFound();
    const [copy, current] = await Promise.all([
      this.cache.get<Copy>(keyOf(slug)),
      this.database.first<{ version: string }>(VERSION, [slug]),
    ]);
    if (!current) throw new PaymentLinkNotFound();
    const shown = copy?.version === current.version ? copy.shown : await this.copy(slug);
    const { link, providers } = shown;
    const pages = this.methods.pagesOf(providers, link.mode);
    return { ...shown, pages, link: { ...link, status: paymentLinkStatus(link, this.clock.now()) } };
  }

  private async copy(slug: string): Promise<Copy['shown']> {
    const row = await this.database.first<{ version: string }>(READ, [slug]);
    if (!row) throw new PaymentLinkNotFound();
    const link = this.views.of(row);
    const { organizationId, mode } = link;
    const [{ name: merchantName }, enabled] = await Promise.all([
      this.queries.execute(new GetPayee({ organizationId, mode })),
      this.methods.enabledFor({ organizationId, mode }),
    ]);
    const shown = { link, providers: acceptedProviders(link, enabled), merchantName };
    await this.cache.keep(keyOf(slug), { version: row.version, shown } satisfies Copy, COPY_SECONDS);
    return shown;
  }
}

const keyOf = (slug: string): string => `payment-link:${slug}`;
