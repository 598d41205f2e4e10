import type { Transaction } from '../database/transaction.js';

// Registers a subscriber that no relay has served yet, so that there is a row to lock.
const HOLD = `INSERT INTO outbox_checkpoints AS c (subscriber) VALUES ($1)
  ON CONFLICT (subscriber) DO UPDATE SET moved_at = c.moved_at RETURNING subscriber`;

/**
 * Keeps the relay from a subscriber until the transaction ends, after waiting for what it is being handed: for whoever
 * writes what the subscriber writes. A transaction that takes long holds back all others as well (ADR 5).
 */
export async function holdSubscriber(tx: Transaction, name: string): Promise<void> {
  await tx.query(HOLD, [name]);
}
