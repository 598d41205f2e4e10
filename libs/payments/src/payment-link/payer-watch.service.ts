import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '#kernel';
import { Database } from '#platform';
import type { PaymentStatus } from '../payment/payment-view.js';
import { paymentLinkStatus, type PaymentLinkStatus } from './payment-link-view.js';

/** Watched until it has another status than the one that is known: a link by its slug, or a payment by its id. */
export type Watched =
  | { readonly what: 'link'; readonly name: string; readonly known: PaymentLinkStatus }
  | { readonly what: 'payment'; readonly name: string; readonly known: PaymentStatus };

type Told = () => void;
interface Watcher extends Pick<Watched, 'what' | 'name'> {
  readonly known: string;
  readonly told: Told;
}
interface LinkRow {
  readonly name: string;
  readonly cancelledAt: Date | null;
  readonly expiresAt: Date | null;
  readonly maxUses: number | null;
  readonly currentUses: number;
}

const LOOK_EVERY_MS = 1000;
const LINKS = `SELECT slug AS name, cancelled_at AS "cancelledAt", expires_at AS "expiresAt", max_uses AS "maxUses",
  reserved_uses + paid_uses AS "currentUses" FROM payment_links WHERE slug = ANY($1)`;
const PAYMENTS = 'SELECT id AS name, status FROM payments WHERE id = ANY($1::uuid[])';

/**
 * Tells the payers of this process when the link that they look at, or the payment that they wait for, moves on.
 *
 * What moves it on may happen in any process, and none tells the others. So this process looks once a second, with one
 * query for all links and one for all payments that anybody watches, and not at all while nobody does. NOTIFY inside a
 * transaction of money would serialise commits.
 */
@Injectable()
export class PayerWatch implements OnApplicationShutdown {
  private readonly logger = new Logger('PayerWatch');
  private readonly watchers = new Set<Watcher>();
  private timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Calls `told` once, as soon as the status is another. Returns what ends the watch before that. */
  watch({ what, name, known }: Watched, told: Told): () => void {
    const watcher: Watcher = { what, name, known, told };
    this.watchers.add(watcher);
    this.timer ??= setTimeout(() => void this.look(), LOOK_EVERY_MS);
    return () => this.watchers.delete(watcher);
  }

  onApplicationShutdown(): void {
    this.watchers.clear();
    if (this.timer) clearTimeout(this.timer);
  }

  private async look(): Promise<void> {
    try {
      const [links, payments] = await Promise.all([this.links(), this.payments()]);
      for (const watcher of [...this.watchers]) {
        const status = (watcher.what === 'link' ? links : payments).get(watcher.name);
        if (status === undefined || status === watcher.known) continue;
        this.watchers.delete(watcher);
        watcher.told();
      }
    } catch (error) {
      this.logger.warn(`could not look at what payers wait for: ${(error as Error).message}`);
    }
    this.timer = this.watchers.size === 0 ? null : setTimeout(() => void this.look(), LOOK_EVERY_MS);
  }

  private async links(): Promise<Map<string, string>> {
    const rows = await this.read<LinkRow>('link', LINKS);
    const now = this.clock.now();
    return new Map(rows.map((row) => [row.name, paymentLinkStatus(row, now)]));
  }

  private async payments(): Promise<Map<string, string>> {
    const rows = await this.read<{ name: string; status: string }>('payment', PAYMENTS);
    return new Map(rows.map(({ name, status }) => [name, status]));
  }

  private async read<Row extends object>(what: Watched['what'], text: string): Promise<Row[]> {
    const names = [...this.watchers].filter((watcher) => watcher.what === what).map(({ name }) => name);
    return names.length === 0 ? [] : this.database.query<Row>(text, [[...new Set(names)]]);
  }
}
