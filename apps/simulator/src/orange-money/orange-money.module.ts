import { Module } from '@nestjs/common';
import { EngineModule } from '../engine.module.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';
import { OrangeMoneyOperator } from './orange-money-operator.js';
import { OrangeMoneySubscribersController } from './orange-money.subscribers.controller.js';
import { OrangeMoneyTokenController } from './orange-money.token.controller.js';
import { OrangeMoneyTransactionsController } from './orange-money.transactions.controller.js';
import { OrangeMoneyTransactionsService } from './orange-money.transactions.service.js';

@Module({
  imports: [EngineModule],
  controllers: [OrangeMoneyTokenController, OrangeMoneySubscribersController, OrangeMoneyTransactionsController],
  providers: [OrangeMoneyAccessService, OrangeMoneyOperator, OrangeMoneyTransactionsService],
})
export class OrangeMoneyModule {}
