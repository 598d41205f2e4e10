import { Module } from '@nestjs/common';
import { MtnMomoClient } from './mtn-momo/mtn-momo.client.js';
import { MtnMomoProvider } from './mtn-momo/mtn-momo.provider.js';
import { OperatorPages } from './operator-pages.service.js';
import { OperatorTokens } from './operator-tokens.service.js';
import { OrangeMoneyClient } from './orange-money/orange-money.client.js';
import { OrangeMoneyProvider } from './orange-money/orange-money.provider.js';
import { OrangeWebClient } from './orange-web/orange-web.client.js';
import { OrangeWebProvider } from './orange-web/orange-web.provider.js';
import type { Provider } from './provider.port.js';
import { Providers } from './providers.service.js';

/** Every operator that this deployment can speak to. A new one is a folder of its own and a line here. */
@Module({
  providers: [
    MtnMomoClient,
    MtnMomoProvider,
    OperatorPages,
    OperatorTokens,
    OrangeMoneyClient,
    OrangeMoneyProvider,
    OrangeWebClient,
    OrangeWebProvider,
    {
      provide: Providers,
      useFactory: (mtnMomo: Provider, orangeMoney: Provider, orangeWeb: Provider) =>
        new Providers([mtnMomo, orangeMoney], [orangeWeb]),
      inject: [MtnMomoProvider, OrangeMoneyProvider, OrangeWebProvider],
    },
  ],
  exports: [Providers],
})
export class ProvidersModule {}
