import { Inject, Injectable } from '@nestjs/common';
import { FaultsService } from '../faults/faults.service.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { keyOf, type SimulatedTransaction } from '../transactions/transaction.js';
import { CallbackDeliveryService } from './callback-delivery.service.js';

/** Decides which callbacks a transaction that has ended gives rise to, and when they leave. */
@Injectable()
export class CallbacksService {
  constructor(
    private readonly delivery: CallbackDeliveryService,
    private readonly clock: SimulatedClock,
    private readonly faults: FaultsService,
    private readonly operators: OperatorRegistry,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {}

  /** A callback that has not left when the process ends is lost, as with the operators themselves: nobody retries. */
  announce(transaction: SimulatedTransaction): void {
    if (transaction.callbackUrl === null || transaction.plan.callbacks === 'never') return;
    const url = transaction.callbackUrl;
    const delayMs = this.settings.callbackDelayMs + this.faults.of(transaction.operator).callbackLateMs;
    this.clock.at(`callback/${keyOf(transaction)}`, this.clock.nowMs() + delayMs, () => this.send(transaction, url));
  }

  private send(transaction: SimulatedTransaction, url: string): void {
    const faults = this.faults.of(transaction.operator);
    const operator = this.operators.get(transaction.operator);
    const { operator: operatorId, reference } = transaction;
    const bodies = tellings(transaction, faults.callbackCopies).map((telling) =>
      operator.callbackBody(telling, faults),
    );
    const requests = bodies
      .filter((body) => body !== null)
      .map((body) => ({ method: faults.callbackMethod, url, body: JSON.stringify(body) }));
    if (faults.dropCallbacks) this.delivery.drop({ operator: operatorId, reference, requests });
    else this.delivery.enqueue({ operator: operatorId, reference, requests });
  }
}

/** The states that the callbacks tell, in the order in which they leave. */
function tellings(transaction: SimulatedTransaction, copies: number): SimulatedTransaction[] {
  if (transaction.plan.callbacks === 'thrice-out-of-order') {
    const older: SimulatedTransaction = {
      ...transaction,
      status: 'pending',
      failureCode: null,
      financialTransactionId: null,
    };
    return [transaction, older, transaction];
  }
  return Array.from({ length: copies }, () => transaction);
}
