import { Inject, Injectable } from '@nestjs/common';
import { FaultsService, type OperatorFaults } from '../faults/faults.service.js';
import { OperatorRegistry } from '../operators/operator-registry.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { keyOf, type SimulatedTransaction } from '../transactions/transaction.js';
import { CallbackDeliveryService } from './callback-delivery.service.js';

/** Decides which callbacks a transaction gives rise to, and when they leave. */
@Injectable()
export class CallbacksService {
  constructor(
    private readonly delivery: CallbackDeliveryService,
    private readonly clock: SimulatedClock,
    private readonly faults: FaultsService,
    private readonly operators: OperatorRegistry,
    @Inject(SIMULATOR_SETTINGS) private readonly settings: SimulatorSettings,
  ) {}

  /** Of a transaction that was taken a moment ago: an operator that tells the truth has nothing to say of it yet. */
  foretell(transaction: SimulatedTransaction): void {
    if (this.faults.of(transaction.operator).callbackTelling === 'opposite') this.schedule('foretelling', transaction);
  }

  /** Of a transaction that has ended. */
  announce(transaction: SimulatedTransaction): void {
    this.schedule('callback', transaction);
  }

  /** A callback that has not left when the process ends is lost, as with the operators themselves: nobody retries. */
  private schedule(what: string, transaction: SimulatedTransaction): void {
    if (transaction.callbackUrl === null || transaction.plan.callbacks === 'never') return;
    const url = transaction.callbackUrl;
    const delayMs = this.settings.callbackDelayMs + this.faults.of(transaction.operator).callbackLateMs;
    this.clock.at(`${what}/${keyOf(transaction)}`, this.clock.nowMs() + delayMs, () => this.send(transaction, url));
  }

  private send(transaction: SimulatedTransaction, url: string): void {
    const faults = this.faults.of(transaction.operator);
    const operator = this.operators.get(transaction.operator);
    const { operator: operatorId, reference } = transaction;
    const told = faults.callbackTelling === 'opposite' ? this.opposite(transaction) : transaction;
    const requests = tellings(told, faults)
      .map((telling) => operator.callbackBody(telling, faults))
      .filter((body) => body !== null)
      .map((body) => ({ method: faults.callbackMethod, url, body: JSON.stringify(body) }));
    if (faults.dropCallbacks) this.delivery.drop({ operator: operatorId, reference, requests });
    else this.delivery.enqueue({ operator: operatorId, reference, requests });
  }

  /** The end that it has not come to, or is not going to come to. */
  private opposite(transaction: SimulatedTransaction): SimulatedTransaction {
    const { status, plan, operator } = transaction;
    const succeeds = status === 'succeeded' || (status === 'pending' && plan.failureCode === null);
    if (!succeeds) return { ...transaction, status: 'succeeded', failureCode: null };
    const failureCode = this.operators.get(operator).failureCodes['processing-error'];
    return { ...transaction, status: 'failed', failureCode, financialTransactionId: null };
  }
}

/** The states that the callbacks tell, in the order in which they leave. */
function tellings(
  transaction: SimulatedTransaction,
  { callbackTelling, callbackCopies }: OperatorFaults,
): SimulatedTransaction[] {
  const older: SimulatedTransaction = {
    ...transaction,
    status: 'pending',
    failureCode: null,
    financialTransactionId: null,
  };
  if (transaction.plan.callbacks === 'thrice-out-of-order') return [transaction, older, transaction];
  const copies = Array.from({ length: callbackCopies }, () => transaction);
  return callbackTelling === 'older-last' ? [...copies, older] : copies;
}
