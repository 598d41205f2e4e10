import { setTimeout as delay } from 'node:timers/promises';
import { createPostgresBackend } from 'bullmq';

/** How long after a failed look at the schema its failure is told, so that a worker asks again in steps. */
const RELOOK_MS = 100;

/** How long news of jobs may be awaited on a connection that nobody has heard of. */
const LISTEN_AGAIN_MS = 5000;

/** What BullMQ 6.7 does not let out of its backend, and outlives an outage of PostgreSQL by. */
interface Backend extends Readiness {
  readonly connection: Readiness & {
    readonly listenClient?: object;
    /** Lets go of the connection, and wakes whoever waits on it. */
    handleListenClientError(client: object, error: unknown): void;
  };
  listening: boolean;
  waitForJob(seconds: number): Promise<unknown>;
}

interface Readiness {
  readyPromise: Promise<void> | undefined;
  waitUntilReady(): Promise<void>;
}

/** BullMQ's backend on PostgreSQL, which comes back from every outage. */
export const createForgivingBackend: typeof createPostgresBackend = (...settings) => {
  const created = createPostgresBackend(...settings);
  const backend = created as unknown as Backend;
  forgetFailedLooks(backend.connection);
  forgetFailedLooks(backend);
  listenAgain(backend);
  return created;
};

/**
 * BullMQ 6.7 looks at its schema when a queue or worker is opened, and remembers for good when that fails: a queue opened
 * while the database was away refused every job until the process ended, a worker span without a pause.
 */
function forgetFailedLooks(one: Readiness): void {
  const look = one.waitUntilReady.bind(one);
  one.waitUntilReady = async () => {
    try {
      await look();
    } catch (error) {
      one.readyPromise = undefined;
      await delay(RELOOK_MS);
      throw error;
    }
  };
}

/**
 * A worker hears of jobs through a connection of its own. BullMQ 6.7 notices that it is gone only when somebody says so: of
 * one that was lost in silence it waited for news up to an hour, and one that was lost before it listened it kept for good,
 * and took no job any more. Here it listens anew every few seconds, and takes another connection when that is not answered
 * within the patience that statements of the queues have.
 */
function listenAgain(backend: Backend): void {
  const wait = backend.waitForJob.bind(backend);
  let listenedAt = 0;
  backend.waitForJob = async (seconds) => {
    if (performance.now() - listenedAt >= LISTEN_AGAIN_MS) {
      backend.listening = false;
      listenedAt = performance.now();
    }
    try {
      return await wait(Math.min(seconds, LISTEN_AGAIN_MS / 1000));
    } catch (error) {
      const { connection } = backend;
      if (connection.listenClient) connection.handleListenClientError(connection.listenClient, error);
      throw error;
    }
  };
}
