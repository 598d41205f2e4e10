import { createSimulator, type Simulator, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';

export { MTN_MOMO, ORANGE_MONEY } from '../../apps/simulator/src/simulator.js';
export type { Simulator } from '../../apps/simulator/src/simulator.js';

/** The operators, played in this process. What they do takes a fraction of a second. */
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  return createSimulator({ approveAfterMs: 40, callbackDelayMs: 10, ...options });
}
