import type { Transaction } from '#platform';

const END = `UPDATE webhook_deliveries
  SET status = $2, next_attempt_at = NULL, claimed_until = NULL, completed_at = $3
  WHERE endpoint_id = $1 AND status = 'pending'`;

/**
 * Ends what waits for an endpoint: dropped because its owner wants nothing any more, or dead because the platform gave
 * it up. Call it under the lock of the endpoint's row; whoever adds deliveries holds a share of that lock, so that none
 * slips in behind. An attempt that is under way comes to an end, and its outcome changes nothing.
 */
export function endWaitingDeliveries(tx: Transaction, endpointId: string, as: 'dropped' | 'dead', now: Date): void {
  tx.write(END, [endpointId, as, now]);
}
