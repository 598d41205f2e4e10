import { resolveMtnMomoSettings, type MtnMomoOptions, type MtnMomoSettings } from './mtn-momo/mtn-momo-settings.js';
import {
  resolveOrangeMoneySettings,
  type OrangeMoneyOptions,
  type OrangeMoneySettings,
} from './orange-money/orange-money-settings.js';
import {
  resolveOrangeWebSettings,
  type OrangeWebOptions,
  type OrangeWebSettings,
} from './orange-web/orange-web-settings.js';

export const SIMULATOR_SETTINGS = Symbol('SIMULATOR_SETTINGS');

export interface SimulatorOptions {
  /** 0 takes any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Directory of the journal; null keeps everything in memory. */
  readonly dataDir?: string | null;
  /** How long after the request an ordinary transaction succeeds. */
  readonly approveAfterMs?: number;
  /** The same for the operators' own "delayed" test numbers. */
  readonly delayedApprovalMs?: number;
  /** How long after a transaction's end its callback leaves. */
  readonly callbackDelayMs?: number;
  readonly callbackTimeoutMs?: number;
  readonly callbackConcurrency?: number;
  /** What every account holds before the first transaction, in major units. */
  readonly openingBalance?: string;
  readonly mtnMomo?: MtnMomoOptions;
  readonly orangeMoney?: OrangeMoneyOptions;
  readonly orangeWeb?: OrangeWebOptions;
}

export interface SimulatorSettings {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string | null;
  readonly approveAfterMs: number;
  readonly delayedApprovalMs: number;
  readonly callbackDelayMs: number;
  readonly callbackTimeoutMs: number;
  readonly callbackConcurrency: number;
  readonly openingBalance: string;
  readonly mtnMomo: MtnMomoSettings;
  readonly orangeMoney: OrangeMoneySettings;
  readonly orangeWeb: OrangeWebSettings;
}

export function resolveSettings(options: SimulatorOptions): SimulatorSettings {
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    dataDir: options.dataDir ?? null,
    approveAfterMs: options.approveAfterMs ?? 1_000,
    delayedApprovalMs: options.delayedApprovalMs ?? 25_000,
    callbackDelayMs: options.callbackDelayMs ?? 250,
    callbackTimeoutMs: options.callbackTimeoutMs ?? 5_000,
    callbackConcurrency: options.callbackConcurrency ?? 16,
    openingBalance: options.openingBalance ?? '100000000',
    mtnMomo: resolveMtnMomoSettings(options.mtnMomo ?? {}),
    orangeMoney: resolveOrangeMoneySettings(options.orangeMoney ?? {}),
    orangeWeb: resolveOrangeWebSettings(options.orangeWeb ?? {}),
  };
}
