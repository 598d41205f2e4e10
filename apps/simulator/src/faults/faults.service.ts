import { Injectable } from '@nestjs/common';
import { StateStore, type DocumentCollection } from '../state/state-store.js';

export const OUTAGES = ['none', 'unavailable', 'slow', 'reset'] as const;
/** `vanishes`: taken with the usual answer, but nothing is recorded; `answer-lost`: recorded, but nothing is answered. */
export const CREATION_FAULTS = ['none', 'answer-lost', 'vanishes', 'refused'] as const;
/**
 * `opposite`: as soon as something is taken, and again when it has ended, the end that it does not come to;
 * `older-last`: its end, and after that that it is still pending.
 */
export const CALLBACK_TELLINGS = ['truth', 'opposite', 'older-last'] as const;
export const CALLBACK_METHODS = ['POST', 'PUT'] as const;
export const REASON_SHAPES = ['string', 'object'] as const;
export const GATEWAY_FORMATS = ['json', 'xml'] as const;

/** Trouble that an operator is told to make, until it is told to stop. */
export interface OperatorFaults {
  readonly outage: (typeof OUTAGES)[number];
  /** How long each answer is held back while the outage is `slow`. */
  readonly slowMs: number;
  readonly creations: (typeof CREATION_FAULTS)[number];
  /** The operator's code while creations are `refused`. */
  readonly refusalCode: string;
  /** Every request meets the firewall's HTML page. */
  readonly waf: boolean;
  readonly dropCallbacks: boolean;
  readonly callbackCopies: number;
  /** On top of the usual delay. */
  readonly callbackLateMs: number;
  readonly callbackTelling: (typeof CALLBACK_TELLINGS)[number];
  readonly callbackMethod: (typeof CALLBACK_METHODS)[number];
  readonly reasonShape: (typeof REASON_SHAPES)[number];
  /** How a gateway in front of the operator words what it does not let through. */
  readonly gatewayFormat: (typeof GATEWAY_FORMATS)[number];
}

export const NO_FAULTS: OperatorFaults = {
  outage: 'none',
  slowMs: 10_000,
  creations: 'none',
  refusalCode: 'INTERNAL_PROCESSING_ERROR',
  waf: false,
  dropCallbacks: false,
  callbackCopies: 1,
  callbackLateMs: 0,
  callbackTelling: 'truth',
  callbackMethod: 'POST',
  reasonShape: 'string',
  gatewayFormat: 'json',
};

@Injectable()
export class FaultsService {
  private readonly faults: DocumentCollection<OperatorFaults>;

  constructor(state: StateStore) {
    this.faults = state.collection<OperatorFaults>('faults');
  }

  of(operator: string): OperatorFaults {
    return this.faults.get(operator) ?? NO_FAULTS;
  }

  /** Replaces all of them: what is left out goes back to normal. Safe to repeat. */
  replace(operator: string, faults: Partial<OperatorFaults>): OperatorFaults {
    const next = { ...NO_FAULTS, ...faults };
    this.faults.put(operator, next);
    return next;
  }
}
