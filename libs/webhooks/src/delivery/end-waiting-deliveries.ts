import type { Transaction } from '#platform';

const END = `WITH ended AS (
    SELECT d.id FROM webhook_waiting w JOIN webhook_deliveries d ON d.id = w.delivery_id
    WHERE w.endpoint_id = $1 AND d.status = 'pending' ORDER BY d.id FOR UPDATE OF d
  ), removed AS (
    DELETE FROM webhook_waiting w USING ended WHERE w.delivery_id = ended.id
  )
  UPDATE webhook_deliveries d SET status = $2::webhook_delivery_status, completed_at = $3,
    dead_lettered_at = CASE WHEN $2 = 'dead' THEN $3::timestamptz END
  FROM ended WHERE d.id = ended.id`;

/**
 * Ends what waits for an endpoint: dropped because its owner wants nothing any more, or dead because the platform gave
 * it up. Call it under the lock (FOR UPDATE) of the endpoint's row; whoever adds deliveries holds a share of that lock, so that none
 * slips in behind. An attempt that is under way comes to an end, and its outcome changes nothing.
 */
export async function endWaitingDeliveries(
  tx: Transaction,
  endpointId: string,
  as: 'dropped' | 'dead',
  now: Date,
): Promise<void> {
  await tx.query(END, [endpointId, as, now]);
}
