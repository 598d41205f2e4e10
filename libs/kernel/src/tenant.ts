/** Real money or the simulator's. Fixed on every record when it is created; the two never meet. */
export type Mode = 'live' | 'sandbox';

/** Whose records a query may see. Every query that touches an organisation's records takes one. */
export interface Tenant {
  readonly organizationId: string;
  readonly mode: Mode;
}
