import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

const LOOK_EVERY_MS = 20;

/**
 * How long somebody has been waiting for a row, or to read or write a table. Whoever alters a table waits for other locks,
 * and whoever builds an index for transactions.
 */
const LONGEST = `SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)) * 1000, 0)::float AS ms FROM pg_locks
  WHERE NOT granted AND (locktype IN ('transactionid', 'tuple')
    OR locktype = 'relation' AND mode IN ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock'))`;

/** Watches how long requests and jobs wait for locks, by looking fifty times a second. */
export class LockWaits {
  private longestMs = 0;
  private isOver = false;
  private readonly looking: Promise<void>;

  constructor(databaseUrl: string) {
    this.looking = this.look(databaseUrl);
  }

  /** The longest wait since this was asked last. */
  takeLongestMs(): number {
    const { longestMs } = this;
    this.longestMs = 0;
    return longestMs;
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  private async look(databaseUrl: string): Promise<void> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    while (!this.isOver) {
      const [row] = (await client.query<{ ms: number }>(LONGEST)).rows;
      this.longestMs = Math.max(this.longestMs, row?.ms ?? 0);
      await delay(LOOK_EVERY_MS);
    }
    await client.end();
  }
}
