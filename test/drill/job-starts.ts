import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Drill } from './drill.js';

const LOOK_EVERY_MS = 1000;
/** Events are numbered before they are committed: one may come after later ones. The queue keeps some ten thousand. */
const OVERLAP = 5000;
const EVENTS = `SELECT id::int AS id, queue, event, data->>'jobId' AS job FROM bullmq.event
  WHERE id > $1 AND event IN ('added', 'active', 'stalled') ORDER BY id`;

/** Watches the queues, whether a job is begun more often than it was given. */
export class JobStarts {
  private readonly seen = new Set<number>();
  /** How often each was begun or taken back, and how often it was given: those of schedulers are not said to be. */
  private readonly begun = new Map<string, number>();
  private readonly given = new Map<string, number>();
  private latest = 0;
  private isOver = false;
  private readonly looking: Promise<void>;

  constructor(databaseUrl: string) {
    this.looking = this.look(databaseUrl);
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.looking;
  }

  /** Ends the watch. Throws when a job ran twice, or was taken from a worker that had it. */
  async requireOnce(drill: Drill): Promise<void> {
    await this.stop();
    drill.note(`${this.begun.size} jobs were begun`);
    const again = [...this.begun].filter(([job, times]) => times > Math.max(1, this.given.get(job) ?? 0));
    assert.deepEqual(again, []);
  }

  private async look(databaseUrl: string): Promise<void> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    do {
      const { rows } = await client.query<{ id: number; queue: string; event: string; job: string }>(EVENTS, [
        this.latest - OVERLAP,
      ]);
      for (const { id, queue, event, job } of rows) {
        if (this.seen.has(id)) continue;
        this.seen.add(id);
        const name = `${queue} ${job}`;
        const counts = event === 'added' ? this.given : this.begun;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        this.latest = Math.max(this.latest, id);
      }
      await delay(LOOK_EVERY_MS);
    } while (!this.isOver);
    await client.end();
  }
}
