import { Module } from '@nestjs/common';
import { MtnMomoClient } from './mtn-momo/mtn-momo.client.js';
import { MtnMomoProvider } from './mtn-momo/mtn-momo.provider.js';
import { Providers } from './providers.service.js';

/** Every operator that this deployment can speak to. A new one is a folder of its own and a line here. */
@Module({
  providers: [
    MtnMomoClient,
    MtnMomoProvider,
    {
      provide: Providers,
      useFactory: (mtnMomo: MtnMomoProvider) => new Providers([mtnMomo]),
      inject: [MtnMomoProvider],
    },
  ],
  exports: [Providers],
})
export class ProvidersModule {}
