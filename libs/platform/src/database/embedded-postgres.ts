import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { accountFor } from './embedded-postgres/account.js';
import { usableBinaries } from './embedded-postgres/binaries.js';
import { prepareCluster } from './embedded-postgres/cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres/error.js';
import { claim, stopLeftover } from './embedded-postgres/leftovers.js';
import { locate } from './embedded-postgres/location.js';
import { portInUse, startServer, type Server } from './embedded-postgres/server.js';
import { watchOver } from './embedded-postgres/watchdog.js';

export { EmbeddedPostgresError, type EmbeddedPostgresProblem } from './embedded-postgres/error.js';

export interface EmbeddedPostgresOptions {
  /** Its log, password and owner lie beside it. Kept between starts when durable; removed by stop() when not. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** False trades the safety of the data for speed: for tests. */
  readonly durable: boolean;
  readonly log: (message: string) => void;
}

export interface EmbeddedPostgres {
  /** Names the platform's database and the role that owns everything in it. */
  readonly url: string;
  readonly pid: number;
  /** Settles when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  /** Shuts the server down in order: sessions are ended, what was committed is kept. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server of our own on 127.0.0.1 from the programs that npm installed, and makes its data directory
 * first where there is none. The server is out of reach of the terminal's signals, so that it ends after those who use
 * it, and it is shut down when this process dies without stopping it. Root's server runs as an unprivileged account.
 * Throws EmbeddedPostgresError.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options);
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EmbeddedPostgresError('directory_unusable', `${options.dataDir} cannot hold the database: ${reason}.`);
  }
}

async function start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const account = await accountFor(options.dataDir);
  const binaries = await usableBinaries(account);
  const { dataDir, settle } = await locate(options.dataDir, account);
  const release = await claim(dataDir);
  try {
    await stopLeftover(dataDir, options.log);
    await settle();
    const port = await freePort(options.port);
    const cluster = { dataDir, durable: options.durable, account, binaries };
    const password = await prepareCluster(cluster, options.log);
    const server = await startServer(cluster, port, password);
    return watched(server, dataDir, options, release);
  } catch (error) {
    await release();
    throw error;
  }
}

function watched(
  server: Server,
  dataDir: string,
  { durable, dataDir: wanted }: EmbeddedPostgresOptions,
  release: () => Promise<void>,
): EmbeddedPostgres {
  const endWatch = watchOver(server.pid, dataDir, durable);
  const ended = server.ended.then(endWatch);
  let stopping: Promise<void> | null = null;
  const stop = async (): Promise<void> => {
    await server.stop();
    await ended;
    if (!durable) {
      const files = [dataDir, wanted, ...['.log', '.password'].map((extension) => `${dataDir}${extension}`)];
      await Promise.all(files.map((path) => rm(path, { recursive: true, force: true })));
    }
    await release();
  };
  return { url: server.url, pid: server.pid, ended, stop: () => (stopping ??= stop()) };
}

/** Finds out before the server is started whether it can have its port. */
async function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => reject(portInUse(wanted)));
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
