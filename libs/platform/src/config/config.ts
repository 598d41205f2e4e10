import { SETTINGS, SURFACES, type Surface } from './settings.js';
import { SettingProblem, type Setting } from './setting.js';

type Values = { -readonly [K in keyof typeof SETTINGS]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never };

export interface Ports {
  readonly dashboard: number;
  readonly 'payment-links': number;
  readonly merchant: number;
  readonly wallet: number;
  readonly ops: number;
  /** Metrics and health of the api process; the ops pages are the worker's. */
  readonly apiOps: number;
  readonly simulator: number;
  readonly smtp: number;
  readonly mailbox: number;
  readonly postgres: number;
}

/** The whole configuration of a process: read once, checked once, never changed. */
export type Config = Readonly<Omit<Values, 'surfaces'>> & {
  readonly surfaces: readonly Surface[];
  readonly ports: Ports;
};

/** Nest's token for the configuration. */
export const CONFIG = Symbol('Config');

/** All that is wrong with a configuration, one sentence each. */
export class ConfigurationError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * Reads the configuration from an environment.
 * Throws ConfigurationError with every problem at once, so that nobody mends them one start at a time.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [string, Setting<unknown>][]) {
    values[name] = readSetting(setting, environment[setting.env], problems);
  }
  const read = values as Values;
  const unknown = read.surfaces.filter((name) => !SURFACES.includes(name as Surface));
  if (unknown.length > 0) problems.push(`SURFACES names ${unknown.join(', ')}; there are ${SURFACES.join(', ')}`);
  if (read.environment === 'production') problems.push(...unsafeDefaults(read));
  if (problems.length > 0) throw new ConfigurationError(problems);
  return Object.freeze({
    ...movedAddresses(read, environment),
    surfaces: read.surfaces as Surface[],
    ports: portsFrom(read.portBase),
  });
}

function readSetting(setting: Setting<unknown>, given: string | undefined, problems: string[]): unknown {
  if (given === undefined || (given === '' && setting.fallback !== null)) return setting.fallback;
  try {
    return setting.parse(given.trim());
  } catch (problem) {
    if (!(problem instanceof SettingProblem)) throw problem;
    problems.push(`${setting.env} ${problem.message}`);
    return setting.fallback;
  }
}

function unsafeDefaults(values: Values): string[] {
  return (Object.entries(SETTINGS) as [keyof Values, Setting<unknown>][]).flatMap(([name, setting]) => {
    const reason = setting.unsafe?.(values[name]);
    return reason ? [`${setting.env} ${reason} (refused because APP_ENV is production)`] : [];
  });
}

/** Ports are counted from PORT_BASE, so that two platforms run side by side on one machine. */
function portsFrom(base: number): Ports {
  return {
    dashboard: base,
    'payment-links': base + 1,
    merchant: base + 2,
    wallet: base + 3,
    ops: base + 10,
    apiOps: base + 11,
    simulator: base + 20,
    smtp: base + 25,
    mailbox: base + 26,
    postgres: base + 32,
  };
}

/** Default addresses of our own embedded services follow PORT_BASE; addresses that were given stay. */
function movedAddresses(values: Values, environment: Readonly<Record<string, string | undefined>>): Values {
  const ports = portsFrom(values.portBase);
  const moved = { ...values };
  if (!environment[SETTINGS.smtpUrl.env]) moved.smtpUrl = `smtp://127.0.0.1:${ports.smtp}`;
  if (!environment[SETTINGS.mtnSandboxUrl.env]) moved.mtnSandboxUrl = `http://127.0.0.1:${ports.simulator}`;
  if (!environment[SETTINGS.orangeSandboxUrl.env]) {
    moved.orangeSandboxUrl = `http://127.0.0.1:${ports.simulator}/orange-money`;
  }
  if (!environment[SETTINGS.orangeWebSandboxUrl.env]) moved.orangeWebSandboxUrl = `http://127.0.0.1:${ports.simulator}`;
  if (!environment[SETTINGS.publicUrl.env]) moved.publicUrl = `http://127.0.0.1:${ports.dashboard}`;
  if (!environment[SETTINGS.payUrl.env]) moved.payUrl = `http://127.0.0.1:${ports['payment-links']}`;
  return moved;
}
