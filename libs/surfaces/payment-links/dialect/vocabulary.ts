import type { Mode } from '#kernel';
import type { Wire } from './wire.js';

/** This door's words for what the core calls otherwise. */
export const MODE = { live: 'LIVE', sandbox: 'SANDBOX' } as const satisfies Record<Mode, Wire<'PaymentMode'>>;
