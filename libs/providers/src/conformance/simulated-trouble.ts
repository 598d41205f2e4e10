import type { Trouble } from './stage.js';

/** How long adapters wait for the simulated operators. */
export const TIMEOUT_MS = 800;
/** Later than we wait, and soon enough that what was held back still arrives while the test looks. */
const SLOW_MS = TIMEOUT_MS + 400;
/** Port 9 is "discard": privileged, and nothing of ours ever listens there. */
export const NOBODY = 'http://127.0.0.1:9';

/** Each trouble in the words of the simulator’s control. */
export const FAULTS = {
  none: {},
  'out-of-service': { outage: 'unavailable' },
  reset: { outage: 'reset' },
  slow: { outage: 'slow', slowMs: SLOW_MS },
  firewall: { waf: true },
  'answers-lost': { creations: 'answer-lost' },
  'requests-vanish': { creations: 'vanishes' },
} as const satisfies Record<Trouble, object>;
