import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OperatorPort } from '../operators/operator.port.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { OrangeWebAccessService } from './orange-web.access.service.js';
import { ORANGE_WEB_FAILURE_CODES } from './orange-web.errors.js';
import { ORANGE_WEB, ORANGE_WEB_SANDBOX } from './orange-web-settings.js';
import { presentNotification } from './orange-web.statuses.js';

/** What the merchant key stands for. */
export const MERCHANT_ACCOUNT = 'merchant';

/** Another contract than that of Orange Money Cameroon's core API, with books of its own. */
@Injectable()
export class OrangeWebOperator implements OperatorPort, OnModuleInit {
  readonly id = ORANGE_WEB;
  readonly name = 'Orange Web Payment';
  readonly accounts = [{ account: MERCHANT_ACCOUNT, currency: ORANGE_WEB_SANDBOX.currency }];
  readonly failureCodes = ORANGE_WEB_FAILURE_CODES;

  constructor(
    private readonly registry: OperatorRegistry,
    private readonly access: OrangeWebAccessService,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  callbackBody(transaction: SimulatedTransaction): object | null {
    return presentNotification(transaction);
  }

  expireTokens(): number {
    return this.access.expireTokens();
  }
}
