import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, Database, type Config } from '#platform';

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
const KEPT_MS = 2000;

@Injectable()
export class MerchantTermsService {
  private readonly kept = new Map<string, { terms: MerchantTerms; until: number }>();

  constructor(
    private readonly database: Database,
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
