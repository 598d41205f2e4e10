import type { Mode } from '#kernel';
import type { DisputeOutcome } from './dispute-view.js';

/**
 * How the complaint desk of a simulated operator decides (dashboard contract, x-simulation.chargebacks). No operator has
 * a protocol for complaints: staff enter what the desk says. What it would read is the evidence, so in the sandbox the
 * words of the evidence decide. Null: it is left to staff, as in live mode.
 */
export function simulatedDecision(mode: Mode, description: string): DisputeOutcome | null {
  if (mode !== 'sandbox') return null;
  if (description.includes('[sim-won]')) return 'won';
  return description.includes('[sim-lost]') ? 'lost' : null;
}
