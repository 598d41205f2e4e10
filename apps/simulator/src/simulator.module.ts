import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ControlModule } from './control/control.module.js';
import { HandsetModule } from './handset/handset.module.js';
import { MtnMomoModule } from './mtn-momo/mtn-momo.module.js';
import { OrangeMoneyModule } from './orange-money/orange-money.module.js';
import { OrangeWebModule } from './orange-web/orange-web.module.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from './simulator-options.js';

@Global()
@Module({})
export class SimulatorModule {
  static of(settings: SimulatorSettings): DynamicModule {
    return {
      module: SimulatorModule,
      imports: [MtnMomoModule, OrangeMoneyModule, OrangeWebModule, ControlModule, HandsetModule],
      providers: [{ provide: SIMULATOR_SETTINGS, useValue: settings }],
      exports: [SIMULATOR_SETTINGS],
    };
  }
}
