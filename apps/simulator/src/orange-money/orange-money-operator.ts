import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OperatorPort } from '../operators/operator.port.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { OrangeMoneyAccessService } from './orange-money.access.service.js';
import { ORANGE_MONEY_FAILURE_CODES } from './orange-money.errors.js';
import { ORANGE_MONEY, ORANGE_MONEY_SANDBOX } from './orange-money-settings.js';
import { presentCallback } from './orange-money.statuses.js';

/** The merchant's line: what customers pay comes in there, and what is sent goes out from there. */
export const CHANNEL_ACCOUNT = 'channel';

@Injectable()
export class OrangeMoneyOperator implements OperatorPort, OnModuleInit {
  readonly id = ORANGE_MONEY;
  readonly name = 'Orange Money';
  readonly accounts = [{ account: CHANNEL_ACCOUNT, currency: ORANGE_MONEY_SANDBOX.currency }];
  readonly failureCodes = ORANGE_MONEY_FAILURE_CODES;

  constructor(
    private readonly registry: OperatorRegistry,
    private readonly access: OrangeMoneyAccessService,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  callbackBody(transaction: SimulatedTransaction): unknown {
    return presentCallback(transaction);
  }

  expireTokens(): number {
    return this.access.expireTokens();
  }
}
