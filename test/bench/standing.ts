import pg from 'pg';
import { CAN_SEE_PROCESSES, familyOwnMegabytes, residentMegabytes } from './process-usage.js';
import { yardstickMs } from './yardstick.js';

/** How much a platform holds and has to do at a moment. */
export interface Standing {
  readonly apiMegabytes: number;
  readonly workerMegabytes: number;
  readonly postgresMegabytes: number;
  /** Events that the subscriber furthest behind has not taken. */
  readonly eventsUnread: number;
  readonly deliveriesWaiting: number;
  readonly jobsWaiting: number;
  readonly mailsOwed: number;
  /** Changes to counts and sums that wait to be folded. */
  readonly notesUnfolded: number;
  readonly connections: number;
  /** What a fixed piece of work takes at that moment. */
  readonly yardstickMs: number;
}

type Queues = Omit<Standing, 'apiMegabytes' | 'workerMegabytes' | 'postgresMegabytes' | 'yardstickMs'>;

const QUEUES = `SELECT
  (SELECT max((SELECT count(*) FROM outbox_events e WHERE (e.transaction_id, e.position) > (c.transaction_id, c.position)))
    FROM outbox_checkpoints c)::int AS "eventsUnread",
  (SELECT count(*) FROM webhook_waiting)::int AS "deliveriesWaiting",
  (SELECT count(*) FROM bullmq.job WHERE state IN ('waiting', 'active'))::int AS "jobsWaiting",
  (SELECT count(*) FROM owed_mails)::int AS "mailsOwed",
  ((SELECT count(*) FROM list_count_changes) + (SELECT count(*) FROM balance_day_changes))::int AS "notesUnfolded",
  (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database())::int AS connections`;

interface Watched {
  readonly api: { readonly pid: number };
  readonly worker: { readonly pid: number };
  readonly postgresPid: number;
}

/** Looks at a platform again and again, over one connection of its own. */
export class Observer {
  private constructor(
    private readonly client: pg.Client,
    private readonly watched: Watched,
  ) {}

  static async of(databaseUrl: string, watched: Watched): Promise<Observer> {
    const client = new pg.Client(databaseUrl);
    await client.connect();
    return new Observer(client, watched);
  }

  async look(): Promise<Standing> {
    const { api, worker, postgresPid } = this.watched;
    const { rows } = await this.client.query<Queues>(QUEUES);
    const [queues] = rows;
    if (!queues) throw new Error('The queues could not be counted');
    return {
      apiMegabytes: residentMegabytes(api.pid),
      workerMegabytes: residentMegabytes(worker.pid),
      postgresMegabytes: CAN_SEE_PROCESSES ? familyOwnMegabytes(postgresPid) : Number.NaN,
      ...queues,
      yardstickMs: yardstickMs(),
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }
}
