import { existsSync } from 'node:fs';
import { dirname, extname, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { projectRoot, type Config } from '#platform';
import { addresses, portUses, usesMailbox, usesSimulator } from './addresses.js';
import type { Credentials, Seed } from './credentials.js';
import { migrateOrExplain } from './database-migration.js';
import { DatabaseServer } from './database-server.js';
import { LaunchProblem } from './launch-problem.js';
import { startMailbox, type Mailbox } from './mailbox/mailbox.js';
import { readPlatformFile, writePlatformFile, type PlatformFile } from './platform-file.js';
import { checkPorts } from './ports.js';
import { ServiceProcess } from './service-process.js';

/** The other apps lie beside this one, and like this one as sources or compiled. */
const OWN_FILE = fileURLToPath(import.meta.url);
const APPS = resolve(dirname(OWN_FILE), '..', '..');

const GRACE_MS = 10_000;
/** How long the ports of a platform that was killed may take to become free: its processes end by themselves. */
const PATIENCE_MS = 10_000;

export interface LauncherOptions {
  readonly config: Config;
  readonly environment: NodeJS.ProcessEnv;
  readonly seed: Seed | null;
  readonly say: (message: string) => void;
}

type ServiceName = 'api' | 'worker' | 'simulator';

interface Prepared {
  readonly databaseUrl: string;
  readonly credentials: Credentials | null;
}

/** Runs the whole platform on one machine: what it needs first, then its services; and stops it in the other order. */
export class Launcher {
  readonly platformFile: string;
  private readonly dataDirectory: string;
  private readonly databaseDirectory: string;
  private readonly services = new Map<ServiceName, ServiceProcess>();
  private database: DatabaseServer | null = null;
  private mailbox: Mailbox | null = null;
  private platform: PlatformFile | null = null;
  private recording: Promise<void> = Promise.resolve();
  private starting: Promise<unknown> = Promise.resolve();
  private stopping: Promise<void> | null = null;

  constructor(private readonly options: LauncherOptions) {
    this.dataDirectory = resolve(options.config.dataDirectory);
    this.databaseDirectory = join(this.dataDirectory, 'postgres');
    this.platformFile = join(this.dataDirectory, 'platform.json');
  }

  /** Resolves when everything answers. What was started before something failed is left to stop(). */
  start(): Promise<PlatformFile> {
    const starting = this.startAll();
    this.starting = starting;
    return starting;
  }

  /** Stops in the order api, worker, simulator, mailbox, PostgreSQL, each when the one before has ended. */
  stop(): Promise<void> {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  /** Ends the services that stop() is still waiting for. The database is shut down in order all the same. */
  hasten(): void {
    for (const service of this.services.values()) service.kill();
  }

  private async startAll(): Promise<PlatformFile> {
    const { config, seed } = this.options;
    const before = await readPlatformFile(this.platformFile);
    await this.checkPorts(before);
    const preparing = this.prepareDatabase(seed, before?.credentials ?? null);
    await allOrThrow([preparing, this.startSandbox()]);
    const { databaseUrl, credentials } = await preparing;
    const demo = credentials && { DEMO_LOGIN: `${credentials.demo.email} ${credentials.demo.password}` };
    const environment = {
      ...this.options.environment,
      DATABASE_URL: databaseUrl,
      DATA_DIR: this.dataDirectory,
      ...demo,
    };
    await allOrThrow([this.startService('api', environment), this.startService('worker', environment)]);
    this.platform = {
      startedAt: new Date().toISOString(),
      readyInMs: Math.round(performance.now()),
      ...addresses(config),
      credentials,
      databaseUrl,
      logs: join(this.dataDirectory, 'logs'),
      processes: null,
    };
    await this.record();
    return this.platform;
  }

  private async checkPorts(before: PlatformFile | null): Promise<void> {
    const { config } = this.options;
    // A server that a killed platform left on our data directory is stopped when ours starts, and its port with it.
    const leftover = existsSync(join(this.databaseDirectory, 'postmaster.pid'));
    const uses = portUses(config).filter(({ port }) => port !== config.ports.postgres || !leftover);
    const killed = before?.processes != null && !isAlive(before.processes.launcher);
    await checkPorts(uses, config.portBase, killed ? PATIENCE_MS : 0);
  }

  private async prepareDatabase(seed: Seed | null, known: Credentials | null): Promise<Prepared> {
    const { config, say } = this.options;
    let { databaseUrl } = config;
    if (databaseUrl === null) {
      const port = config.ports.postgres;
      const database = new DatabaseServer({ dataDir: this.databaseDirectory, port, say, onRestart: this.recordLater });
      this.database = database;
      databaseUrl = await database.start();
    }
    await migrateOrExplain(databaseUrl, config);
    return { databaseUrl, credentials: seed && (await seed(config, databaseUrl, known)) };
  }

  /** What a developer's machine has in place of operators and a mail server. */
  private async startSandbox(): Promise<void> {
    const { config, environment } = this.options;
    const starts: Promise<void>[] = [];
    if (usesMailbox(config)) starts.push(this.startMailbox());
    if (usesSimulator(config)) {
      const own = {
        SIMULATOR_PORT: String(config.ports.simulator),
        SIMULATOR_HOST: config.opsHost,
        SIMULATOR_DATA_DIR: join(this.dataDirectory, 'simulator'),
        SIMULATOR_MTN_API_USER: config.mtnSandboxApiUser,
        SIMULATOR_MTN_API_KEY: config.mtnSandboxApiKey,
        SIMULATOR_MTN_SUBSCRIPTION_KEY_COLLECTION: config.mtnSandboxCollectionKey,
        SIMULATOR_MTN_SUBSCRIPTION_KEY_DISBURSEMENT: config.mtnSandboxDisbursementKey,
        SIMULATOR_ORANGE_CONSUMER_KEY: config.orangeSandboxConsumerKey,
        SIMULATOR_ORANGE_CONSUMER_SECRET: config.orangeSandboxConsumerSecret,
        SIMULATOR_ORANGE_API_USERNAME: config.orangeSandboxApiUsername,
        SIMULATOR_ORANGE_API_PASSWORD: config.orangeSandboxApiPassword,
        SIMULATOR_ORANGE_CHANNEL_MSISDN: config.orangeSandboxChannelMsisdn,
        SIMULATOR_ORANGE_CHANNEL_PIN: config.orangeSandboxChannelPin,
      };
      starts.push(this.startService('simulator', { ...environment, ...own }));
    }
    await allOrThrow(starts);
  }

  private async startMailbox(): Promise<void> {
    const { ports, opsHost } = this.options.config;
    const dataDir = join(this.dataDirectory, 'mailbox');
    this.mailbox = await startMailbox({ smtpPort: ports.smtp, httpPort: ports.mailbox, host: opsHost, dataDir });
  }

  private async startService(name: ServiceName, environment: NodeJS.ProcessEnv): Promise<void> {
    if (this.stopping) throw new LaunchProblem('The platform was told to stop while it was starting.');
    const service = new ServiceProcess({
      name,
      script: join(APPS, name, 'src', `main${extname(OWN_FILE)}`),
      directory: projectRoot(),
      environment,
      logFile: join(this.dataDirectory, 'logs', `${name}.log`),
      say: this.options.say,
      onReady: this.recordLater,
    });
    this.services.set(name, service);
    await service.start();
  }

  private async stopAll(): Promise<void> {
    await this.stopServices();
    // A start that was under way fails for lack of its services, but may have begun something meanwhile.
    await this.starting.catch(() => undefined);
    await this.stopServices();
    await this.mailbox?.stop();
    await this.database?.stop();
    await this.recording;
    if (this.platform) await writePlatformFile(this.platformFile, { ...this.platform, processes: null });
  }

  private async stopServices(): Promise<void> {
    for (const name of ['api', 'worker', 'simulator'] as const) await this.services.get(name)?.stop(GRACE_MS);
  }

  /** Process ids change when something is started again. */
  private readonly recordLater = (): void => {
    this.recording = this.recording.then(() => this.record()).catch(() => undefined);
  };

  private async record(): Promise<void> {
    if (!this.platform || this.stopping) return;
    const pid = (name: ServiceName): number | null => this.services.get(name)?.pid ?? null;
    await writePlatformFile(this.platformFile, {
      ...this.platform,
      processes: {
        launcher: process.pid,
        api: pid('api'),
        worker: pid('worker'),
        simulator: pid('simulator'),
        postgres: this.database?.pid ?? null,
      },
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Waits for all even when one fails, so that nothing is begun behind the back of a stop that follows. */
async function allOrThrow(promises: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(promises);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
