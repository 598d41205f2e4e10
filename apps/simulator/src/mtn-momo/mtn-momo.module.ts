import { Module } from '@nestjs/common';
import { EngineModule } from '../engine.module.js';
import { MtnMomoAccessService } from './mtn-momo.access.service.js';
import { MtnMomoAccountsController } from './mtn-momo.accounts.controller.js';
import { MtnMomoNotificationsController } from './mtn-momo.notifications.controller.js';
import { MtnMomoOperator } from './mtn-momo-operator.js';
import { MtnMomoProvisioningController } from './mtn-momo.provisioning.controller.js';
import { MtnMomoTokenController } from './mtn-momo.token.controller.js';
import { MtnMomoTransactionsController } from './mtn-momo.transactions.controller.js';
import { MtnMomoTransactionsService } from './mtn-momo.transactions.service.js';

@Module({
  imports: [EngineModule],
  controllers: [
    MtnMomoProvisioningController,
    MtnMomoTokenController,
    MtnMomoTransactionsController,
    MtnMomoNotificationsController,
    MtnMomoAccountsController,
  ],
  providers: [MtnMomoAccessService, MtnMomoOperator, MtnMomoTransactionsService],
})
export class MtnMomoModule {}
