import type { components } from '../generated/contract.js';

/** A schema of the contract as a type: what a presenter returns, and what a request looks like once it is judged. */
export type Wire<Name extends keyof components['schemas']> = components['schemas'][Name];
