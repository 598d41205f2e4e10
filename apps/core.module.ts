import { Module, type DynamicModule } from '@nestjs/common';
import { DisputesModule } from '#disputes';
import { IdentityModule } from '#identity';
import { LedgerModule } from '#ledger';
import { PaymentsModule } from '#payments';
import { PlatformModule, type Config } from '#platform';
import { dashboardWebhooks } from '#surfaces/dashboard';
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
        LedgerModule,
        PaymentsModule,
        DisputesModule,
        WebhooksModule.with([dashboardWebhooks]),
      ],
    };
  }
}
