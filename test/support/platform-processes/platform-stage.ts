import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, migrate, projectRoot, type Config, type Surface } from '#platform';
import { DatabaseServer } from '../../../apps/launcher/src/database-server.js';
import { portUses } from '../../../apps/launcher/src/addresses.js';
import { checkPorts } from '../../../apps/launcher/src/ports.js';
import { runCommand } from '../../../apps/worker/src/cli/run-command.js';
import { compilePlatform, type App, type CompiledPlatform } from './compiled-platform.js';
import { PlatformChild } from './platform-child.js';

export interface StageOptions {
  /** Settings of api and worker beside those that the stage gives. */
  readonly environment: Readonly<Record<string, string>>;
  readonly say: (message: string) => void;
  /** Another PostgreSQL than the embedded one. */
  readonly database?: (dataDirectory: string) => StageDatabase;
}

export interface StageDatabase {
  readonly pid: number | null;
  /** Resolves to the address of an empty database. */
  start(): Promise<string>;
  stop(): Promise<void>;
}

export interface ProcessOptions {
  /** What it is called where several run of one kind; the kind by default. */
  readonly name?: string;
  /** Ports of its own, where another process of its kind has those of the stage. */
  readonly portBase?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** A machine of its own for a whole platform: ports, a data directory, a durable PostgreSQL and compiled processes. */
export class PlatformStage {
  private constructor(
    readonly config: Config,
    readonly dataDirectory: string,
    readonly databaseUrl: string,
    readonly database: StageDatabase,
    private readonly compiled: CompiledPlatform,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  static async start({ environment, say, database: other }: StageOptions): Promise<PlatformStage> {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'platform-stage-'));
    // PostgreSQL runs as an unprivileged account where we are root, and has to pass through.
    await chmod(dataDirectory, 0o755);
    await mkdir(join(dataDirectory, 'logs'));
    const portBase = await freePortBase();
    const given = { ...environment, PORT_BASE: String(portBase), DATA_DIR: dataDirectory };
    const config = loadConfig(given);
    const compiling = compilePlatform();
    const embedded = { dataDir: join(dataDirectory, 'postgres'), port: config.ports.postgres };
    const database = other?.(dataDirectory) ?? new DatabaseServer({ ...embedded, say, onRestart: () => undefined });
    const databaseUrl = await database.start();
    await migrate(databaseUrl);
    const compiled = await compiling;
    return new PlatformStage(config, dataDirectory, databaseUrl, database, compiled, {
      ...given,
      DATABASE_URL: databaseUrl,
    });
  }

  /** A process of the platform that is not started yet. */
  process(app: App, options: ProcessOptions = {}): PlatformChild {
    const { name = app, portBase, environment = {}, nodeOptions = [] } = options;
    const moved = portBase === undefined ? {} : { ...this.sharedAddresses(), PORT_BASE: String(portBase) };
    const all = { ...this.environment, ...moved, ...environment };
    return this.child(name, this.compiled.script(app), all, nodeOptions);
  }

  /** Runs an operations command in this process, which spares loading the platform once more. */
  async command(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly text: string }> {
    const lines: string[] = [];
    const terminal = { say: (line: string) => void lines.push(line), readPassword: () => Promise.resolve('') };
    const code = await runCommand(args, { ...this.environment, ...environment }, terminal);
    return { code, text: lines.join('\n') };
  }

  /** A process that runs TypeScript of the tests. */
  sideProcess(name: string, script: string, environment: Readonly<Record<string, string>> = {}): PlatformChild {
    const loader = new URL('../typescript.mjs', import.meta.url).href;
    return this.child(name, script, environment, ['--import', loader], projectRoot());
  }

  simulator(environment: Readonly<Record<string, string>> = {}): PlatformChild {
    return this.process('simulator', {
      environment: {
        SIMULATOR_PORT: String(this.config.ports.simulator),
        SIMULATOR_DATA_DIR: join(this.dataDirectory, 'simulator'),
        SIMULATOR_MTN_API_USER: this.config.mtnSandboxApiUser,
        SIMULATOR_MTN_API_KEY: this.config.mtnSandboxApiKey,
        SIMULATOR_MTN_SUBSCRIPTION_KEY_COLLECTION: this.config.mtnSandboxCollectionKey,
        SIMULATOR_MTN_SUBSCRIPTION_KEY_DISBURSEMENT: this.config.mtnSandboxDisbursementKey,
        SIMULATOR_ORANGE_CONSUMER_KEY: this.config.orangeSandboxConsumerKey,
        SIMULATOR_ORANGE_CONSUMER_SECRET: this.config.orangeSandboxConsumerSecret,
        SIMULATOR_ORANGE_API_USERNAME: this.config.orangeSandboxApiUsername,
        SIMULATOR_ORANGE_API_PASSWORD: this.config.orangeSandboxApiPassword,
        SIMULATOR_ORANGE_CHANNEL_MSISDN: this.config.orangeSandboxChannelMsisdn,
        SIMULATOR_ORANGE_CHANNEL_PIN: this.config.orangeSandboxChannelPin,
        ...environment,
      },
    });
  }

  get dashboardUrl(): string {
    return this.urlOf('dashboard');
  }

  urlOf(door: Surface): string {
    return `http://127.0.0.1:${this.config.ports[door]}`;
  }

  get simulatorUrl(): string {
    return `http://127.0.0.1:${this.config.ports.simulator}`;
  }

  /** Defaults that are counted from the ports of a process, for one that has ports of its own. */
  private sharedAddresses(): Record<string, string> {
    const { mtnSandboxUrl, orangeSandboxUrl, smtpUrl, publicUrl, payUrl } = this.config;
    return {
      MTN_SANDBOX_URL: mtnSandboxUrl,
      ORANGE_SANDBOX_URL: orangeSandboxUrl,
      SMTP_URL: smtpUrl,
      PUBLIC_URL: publicUrl,
      PAY_URL: payUrl,
      CALLBACK_URL: this.dashboardUrl,
    };
  }

  /** Call after the processes have ended. */
  async stop(): Promise<void> {
    await this.database.stop();
    await this.compiled.remove();
    await rm(this.dataDirectory, { recursive: true, force: true, maxRetries: 5 });
  }

  private child(
    name: string,
    script: string,
    environment: Readonly<Record<string, string>>,
    nodeOptions: readonly string[],
    directory = this.compiled.directory,
  ): PlatformChild {
    const logFile = join(this.dataDirectory, 'logs', `${name}.log`);
    return new PlatformChild({ name, script, directory, environment, logFile, nodeOptions });
  }
}

/** Below the range that systems take the ports of outgoing connections from. */
export async function freePortBase(): Promise<number> {
  for (;;) {
    const base = 10_000 + 50 * Math.floor(Math.random() * 400);
    const isFree = await checkPorts(portUses(loadConfig({ PORT_BASE: String(base) })), base, 0).then(
      () => true,
      () => false,
    );
    if (isFree) return base;
  }
}
