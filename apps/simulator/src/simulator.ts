import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ControlService } from './control/control.service.js';
import { takeBodiesAsText } from './http/json-body.js';
import { MTN_MOMO } from './mtn-momo/mtn-momo-operator.js';
import { MTN_MOMO_SANDBOX } from './mtn-momo/mtn-momo-settings.js';
import { ORANGE_MONEY, ORANGE_MONEY_PATH, type OrangeMoneySettings } from './orange-money/orange-money-settings.js';
import { ORANGE_WEB, type OrangeWebSettings } from './orange-web/orange-web-settings.js';
import { resolveSettings, type SimulatorOptions, type SimulatorSettings } from './simulator-options.js';
import { SimulatorModule } from './simulator.module.js';
import { TransactionsService } from './transactions/transactions.service.js';

export { MTN_MOMO, MTN_MOMO_SANDBOX, ORANGE_MONEY, ORANGE_WEB };
export type { SimulatorOptions } from './simulator-options.js';
export type { ControlService } from './control/control.service.js';

/** What an adapter needs to call the simulated MTN MoMo. */
export interface SimulatedMtnMomo {
  readonly baseUrl: string;
  readonly apiUser: string;
  readonly apiKey: string;
  readonly subscriptionKeys: { readonly collection: string; readonly disbursement: string };
  readonly targetEnvironment: string;
  readonly currency: string;
}

/** The same of the simulated Orange Money. */
export interface SimulatedOrangeMoney extends Pick<
  OrangeMoneySettings,
  'consumerKey' | 'consumerSecret' | 'apiUsername' | 'apiPassword' | 'channelMsisdn' | 'channelPin'
> {
  readonly baseUrl: string;
}

/** The same of the simulated Orange Web Payment. */
export interface SimulatedOrangeWeb extends Pick<OrangeWebSettings, 'clientId' | 'clientSecret' | 'merchantKey'> {
  readonly baseUrl: string;
}

export interface Simulator {
  /** Without a trailing slash: the handset page; the control API is below `/_control`. */
  readonly url: string;
  readonly mtnMomo: SimulatedMtnMomo;
  readonly orangeMoney: SimulatedOrangeMoney;
  readonly orangeWeb: SimulatedOrangeWeb;
  /** The control API without HTTP. */
  readonly control: ControlService;
  /** Ends open connections and what waits. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Starts the simulator in this process. Without options it takes a free port and keeps everything in memory.
 * @throws when the port is taken (code EADDRINUSE) or the journal cannot be read.
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveSettings(options);
  const app = await createApplication(settings);
  const url = await listen(app, settings);
  app.get(TransactionsService).resume();
  let closing: Promise<void> | undefined;
  return {
    url,
    mtnMomo: {
      baseUrl: url,
      apiUser: settings.mtnMomo.apiUser,
      apiKey: settings.mtnMomo.apiKey,
      subscriptionKeys: settings.mtnMomo.subscriptionKeys,
      targetEnvironment: MTN_MOMO_SANDBOX.targetEnvironment,
      currency: MTN_MOMO_SANDBOX.currency,
    },
    orangeMoney: { ...settings.orangeMoney, baseUrl: `${url}/${ORANGE_MONEY_PATH}` },
    orangeWeb: { ...settings.orangeWeb, baseUrl: url },
    control: app.get(ControlService),
    close: () => (closing ??= app.close()),
  };
}

/** Past Nest's own listen, which logs a taken port besides throwing it. */
async function listen(app: NestFastifyApplication, { port, host }: SimulatorSettings): Promise<string> {
  try {
    await app.init();
    return await app.getHttpAdapter().getInstance().listen({ port, host });
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function createApplication(settings: SimulatorSettings): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  takeBodiesAsText(adapter.getInstance());
  return NestFactory.create<NestFastifyApplication>(SimulatorModule.of(settings), adapter, {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
}
