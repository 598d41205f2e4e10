import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { OperatorFaults } from '../faults/faults.service.js';
import type { OperatorPort } from '../operators/operator.port.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import type { SimulatedTransaction } from '../transactions/transaction.js';
import { MtnMomoAccessService } from './mtn-momo.access.service.js';
import { MTN_MOMO_PRODUCTS, MTN_MOMO_SANDBOX } from './mtn-momo-settings.js';
import { MTN_MOMO_FAILURE_CODES, presentCallback } from './mtn-momo.statuses.js';

export const MTN_MOMO = 'mtn-momo';

@Injectable()
export class MtnMomoOperator implements OperatorPort, OnModuleInit {
  readonly id = MTN_MOMO;
  readonly name = 'MTN MoMo';
  readonly accounts = MTN_MOMO_PRODUCTS.map((account) => ({ account, currency: MTN_MOMO_SANDBOX.currency }));
  readonly failureCodes = MTN_MOMO_FAILURE_CODES;

  constructor(
    private readonly registry: OperatorRegistry,
    private readonly access: MtnMomoAccessService,
  ) {}

  onModuleInit(): void {
    this.registry.register(this);
  }

  callbackBody(transaction: SimulatedTransaction, faults: OperatorFaults): unknown {
    return presentCallback(transaction, faults);
  }

  expireTokens(): number {
    return this.access.expireTokens();
  }
}
