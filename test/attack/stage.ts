import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig, projectRoot, type Config, type Surface } from '#platform';
import type { Credentials } from '../../apps/launcher/src/credentials.js';
import { startMailbox } from '../../apps/launcher/src/mailbox/mailbox.js';
import { readPlatformFile } from '../../apps/launcher/src/platform-file.js';
import { seedDemonstration } from '../../apps/launcher/src/seed.js';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';

/** The platform that is attacked. */
export interface Target {
  /** Origins. */
  readonly doors: Readonly<Record<Surface, string>>;
  readonly ops: string;
  readonly simulator: string;
  readonly mailbox: string;
  readonly databaseUrl: string;
  readonly logs: string;
  readonly config: Config;
  readonly credentials: Credentials;
  /** Of the process that has the doors, where it runs here. */
  apiPid(): number | null;
  /** Ends the doors without a good-bye and opens them again; not with a platform that somebody else started. */
  readonly restart?: () => Promise<void>;
  stop(): Promise<void>;
}

/** Known to the attack alone: nothing that it sends contains it unless a forged notice is to be a right one. */
export const CALLBACK_SECRET = 'attack-callback-secret';
/**
 * Limits are those of every day: each attacker has an address of his own, which the doors believe because the proxy in front of
 * them is said to be here. Webhooks may go where they may in production.
 */
const ENVIRONMENT = {
  TRUSTED_PROXIES: '127.0.0.1',
  WEBHOOK_PRIVATE_HOSTS: 'false',
  CALLBACK_SECRET,
  CALLBACK_SECRET_DEMANDED: 'true',
  LOG_LEVEL: 'info',
} as const;

/** A whole platform of its own, which is gone afterwards. */
export async function startTarget(): Promise<Target> {
  const stage = await PlatformStage.start({ environment: ENVIRONMENT, say: () => undefined });
  const { config, dataDirectory, databaseUrl } = stage;
  const mail = await mkdtemp(join(dataDirectory, 'mailbox-'));
  const { ports, opsHost } = config;
  const mailbox = await startMailbox({ smtpPort: ports.smtp, httpPort: ports.mailbox, host: opsHost, dataDir: mail });
  const api = stage.process('api');
  const processes = [stage.simulator(), api, stage.process('worker')];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map((process) => process.kill()));
    await mailbox.stop();
    await stage.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  };
  try {
    await Promise.all(processes.map((process) => process.start()));
    const credentials = await seedDemonstration(config, databaseUrl, null);
    return {
      doors: originsOf((name) => `http://127.0.0.1:${ports[name]}`),
      ops: `http://127.0.0.1:${ports.ops}`,
      simulator: stage.simulatorUrl,
      mailbox: mailbox.url,
      databaseUrl,
      logs: join(dataDirectory, 'logs'),
      config,
      credentials,
      apiPid: () => api.pid,
      restart: async () => {
        await api.kill();
        await api.start();
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The platform that `npm start` runs here with the settings above; what it has is left as the attack leaves it. */
export async function findTarget(): Promise<Target> {
  const path = join(process.env['DATA_DIR'] ?? join(projectRoot(), '.data'), 'platform.json');
  const platform = await readPlatformFile(path);
  if (!platform?.processes || !platform.credentials) throw new Error(`Nothing runs that ${path} tells of`);
  const { doors, ops, simulator, mailbox, databaseUrl, logs, credentials, processes } = platform;
  return {
    doors: originsOf((name) => new URL(doors[name]?.url ?? '').origin),
    ops,
    simulator: simulator ?? '',
    mailbox: mailbox ?? '',
    databaseUrl,
    logs,
    config: loadConfig(process.env),
    credentials,
    apiPid: () => processes.api,
    stop: () => Promise.resolve(),
  };
}

/** What a running platform must have been started with to be attacked. */
export const SETTINGS_NEEDED: string = Object.entries(ENVIRONMENT)
  .map(([name, value]) => `${name}=${value}`)
  .join(' ');

const originsOf = (originOf: (name: Surface) => string): Record<Surface, string> => ({
  dashboard: originOf('dashboard'),
  'payment-links': originOf('payment-links'),
  merchant: originOf('merchant'),
  wallet: originOf('wallet'),
});
