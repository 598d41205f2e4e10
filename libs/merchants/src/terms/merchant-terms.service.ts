import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, Database, type Config, type Transaction } from '#platform';

/** What holds for an organisation: its own agreement, or the platform's defaults. */
export interface MerchantTerms {
  /** Percent, such as "2.5". */
  readonly feePercent: string;
  readonly settlementDelayDays: number;
  /** Operators that it has chosen; null when it has not chosen and takes them all. */
  readonly paymentMethods: readonly string[] | null;
  /** E.164. */
  readonly payoutMsisdn: string | null;
}

const READ = `SELECT fee_percent::text, settlement_delay_days, payment_methods, payout_msisdn
  FROM merchant_terms WHERE organization_id = $1`;
const CHOOSE_PAYMENT_METHODS = `INSERT INTO merchant_terms (organization_id, payment_methods, created_at, updated_at)
  VALUES ($1, $2, $3, $3)
  ON CONFLICT (organization_id) DO UPDATE SET payment_methods = excluded.payment_methods, updated_at = excluded.updated_at`;
const PAY_OUT_TO = `INSERT INTO merchant_terms (organization_id, payout_msisdn, created_at, updated_at)
  VALUES ($1, $2, $3, $3)
  ON CONFLICT (organization_id) DO UPDATE SET payout_msisdn = excluded.payout_msisdn, updated_at = excluded.updated_at`;
const KEPT_MS = 2000;

@Injectable()
export class MerchantTermsService {
  private readonly kept = new Map<string, { terms: MerchantTerms; until: number }>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** May be two seconds old: every payment asks, and an agreement changes a few times in a year. */
  async of(organizationId: string): Promise<MerchantTerms> {
    const known = this.kept.get(organizationId);
    if (known && known.until > Date.now()) return known.terms;
    const terms = await this.read(organizationId);
    if (this.kept.size >= 10_000) this.kept.clear();
    this.kept.set(organizationId, { terms, until: Date.now() + KEPT_MS });
    return terms;
  }

  /** From the commit on, in this process at once, the organisation is paid through these operators alone. */
  choosePaymentMethods(tx: Transaction, organizationId: string, paymentMethods: readonly string[]): void {
    this.change(tx, CHOOSE_PAYMENT_METHODS, organizationId, paymentMethods);
  }

  /** Where payouts go that name no bank account: E.164, or null for nowhere. */
  payOutTo(tx: Transaction, organizationId: string, msisdn: string | null): void {
    this.change(tx, PAY_OUT_TO, organizationId, msisdn);
  }

  private change(tx: Transaction, sql: string, organizationId: string, value: unknown): void {
    tx.write(sql, [organizationId, value, this.clock.now()]);
    tx.onCommit(() => this.kept.delete(organizationId));
  }

  private async read(organizationId: string): Promise<MerchantTerms> {
    const row = await this.database.first<{
      fee_percent: string | null;
      settlement_delay_days: number | null;
      payment_methods: string[] | null;
      payout_msisdn: string | null;
    }>(READ, [organizationId]);
    return {
      feePercent: row?.fee_percent ?? this.config.feePercent,
      settlementDelayDays: row?.settlement_delay_days ?? this.config.settlementDelayDays,
      paymentMethods: row?.payment_methods ?? null,
      payoutMsisdn: row?.payout_msisdn ?? null,
    };
  }
}
