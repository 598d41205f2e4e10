import { Module } from '@nestjs/common';
import { EngineModule } from '../engine.module.js';
import { OrangeWebAccessService } from './orange-web.access.service.js';
import { OrangeWebControlController } from './orange-web.control.controller.js';
import { OrangeWebOperator } from './orange-web-operator.js';
import { OrangeWebOrdersController } from './orange-web.orders.controller.js';
import { OrangeWebOrdersService } from './orange-web.orders.service.js';
import { OrangeWebPageController } from './orange-web.page.controller.js';
import { OrangeWebTokenController } from './orange-web.token.controller.js';

@Module({
  imports: [EngineModule],
  controllers: [
    OrangeWebTokenController,
    OrangeWebOrdersController,
    OrangeWebPageController,
    OrangeWebControlController,
  ],
  providers: [OrangeWebAccessService, OrangeWebOperator, OrangeWebOrdersService],
})
export class OrangeWebModule {}
