import { Module } from '@nestjs/common';
import { MtnMomoClient } from './mtn-momo/mtn-momo.client.js';
import { MtnMomoProvider } from './mtn-momo/mtn-momo.provider.js';
import { OperatorTokens } from './operator-tokens.service.js';
import { OrangeMoneyClient } from './orange-money/orange-money.client.js';
import { OrangeMoneyProvider } from './orange-money/orange-money.provider.js';
import type { Provider } from './provider.port.js';
import { Providers } from './providers.service.js';

/** Every operator that this deployment can speak to. A new one is a folder of its own and a line here. */
@Module({
  providers: [
    MtnMomoClient,
    MtnMomoProvider,
    OperatorTokens,
    OrangeMoneyClient,
    OrangeMoneyProvider,
    {
      provide: Providers,
      useFactory: (...operators: Provider[]) => new Providers(operators),
      inject: [MtnMomoProvider, OrangeMoneyProvider],
    },
  ],
  exports: [Providers],
})
export class ProvidersModule {}
