import type { Transaction } from '#platform';

const END = `WITH ended AS (DELETE FROM webhook_waiting WHERE endpoint_id = $1 RETURNING delivery_id)
  UPDATE webhook_deliveries d SET status = $2::webhook_delivery_status, completed_at = $3,
    dead_lettered_at = CASE WHEN $2 = 'dead' THEN $3::timestamptz END
  FROM ended WHERE d.id = ended.delivery_id`;

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
