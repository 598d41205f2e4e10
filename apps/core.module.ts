import { Module, type DynamicModule } from '@nestjs/common';
import { BillingModule } from '#billing';
import { DisputesModule } from '#disputes';
import { EngagementModule } from '#engagement';
import { IdentityModule } from '#identity';
import { LedgerModule } from '#ledger';
import { MerchantsModule } from '#merchants';
import { PaymentsModule } from '#payments';
import { PlatformModule, type Config } from '#platform';
import { ReportingModule } from '#reporting';
import { dashboardReports, dashboardWebhooks } from '#surfaces/dashboard';
import { WebhooksModule } from '#webhooks';

/** The core: everything below the doors, once per process. */
@Module({})
export class CoreModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: CoreModule,
      imports: [
        PlatformModule.with(config, databaseUrl),
        IdentityModule,
        MerchantsModule,
        LedgerModule,
        PaymentsModule,
        DisputesModule,
        BillingModule,
        ReportingModule.with([dashboardReports]),
        EngagementModule,
        WebhooksModule.with([dashboardWebhooks]),
      ],
    };
  }
}
