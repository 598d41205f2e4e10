import { createSimulator, type Simulator, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';

export { MTN_MOMO, ORANGE_MONEY, ORANGE_WEB } from '../../apps/simulator/src/simulator.js';
export type { Simulator } from '../../apps/simulator/src/simulator.js';

/** The operators that are played, by the name that the platform uses as well. */
export const OPERATORS = ['mtn-momo', 'orange-money'] as const;

/** Under which a played operator has what we asked for: Orange has room for a part of our reference, as the order's id. */
export function operatorsFilter(provider: string, reference: string): { reference: string } | { externalId: string } {
  return provider === 'mtn-momo' ? { reference } : { externalId: reference.replaceAll('-', '').slice(0, 20) };
}

/** The operators, played in this process. What they do takes a fraction of a second. */
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return createSimulator({ approveAfterMs: 40, callbackDelayMs: 10, ...options });
}
