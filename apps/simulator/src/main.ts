import { createSimulator, type Simulator, type SimulatorOptions } from './simulator.js';

function readOptions(env: NodeJS.ProcessEnv): SimulatorOptions {
  return {
    port: readWholeNumber(env, 'SIMULATOR_PORT', 65_535) ?? 3020,
    host: env['SIMULATOR_HOST'] || '127.0.0.1',
    dataDir: env['SIMULATOR_DATA_DIR'] || '.data/simulator',
    approveAfterMs: readWholeNumber(env, 'SIMULATOR_APPROVE_AFTER_MS', 3_600_000),
    callbackDelayMs: readWholeNumber(env, 'SIMULATOR_CALLBACK_DELAY_MS', 3_600_000),
    mtnMomo: {
      apiUser: env['SIMULATOR_MTN_API_USER'] || undefined,
      apiKey: env['SIMULATOR_MTN_API_KEY'] || undefined,
      providerCallbackHost: env['SIMULATOR_MTN_CALLBACK_HOST'] || undefined,
      subscriptionKeys: {
        collection: env['SIMULATOR_MTN_SUBSCRIPTION_KEY_COLLECTION'] || undefined,
        disbursement: env['SIMULATOR_MTN_SUBSCRIPTION_KEY_DISBURSEMENT'] || undefined,
      },
    },
    orangeMoney: {
      consumerKey: env['SIMULATOR_ORANGE_CONSUMER_KEY'] || undefined,
      consumerSecret: env['SIMULATOR_ORANGE_CONSUMER_SECRET'] || undefined,
      apiUsername: env['SIMULATOR_ORANGE_API_USERNAME'] || undefined,
      apiPassword: env['SIMULATOR_ORANGE_API_PASSWORD'] || undefined,
      channelMsisdn: env['SIMULATOR_ORANGE_CHANNEL_MSISDN'] || undefined,
      channelPin: env['SIMULATOR_ORANGE_CHANNEL_PIN'] || undefined,
    },
    orangeWeb: {
      clientId: env['SIMULATOR_ORANGE_WEB_CLIENT_ID'] || undefined,
      clientSecret: env['SIMULATOR_ORANGE_WEB_CLIENT_SECRET'] || undefined,
      merchantKey: env['SIMULATOR_ORANGE_WEB_MERCHANT_KEY'] || undefined,
      pagesUrl: env['SIMULATOR_ORANGE_WEB_PAGES_URL'] || undefined,
    },
  };
}

function readWholeNumber(env: NodeJS.ProcessEnv, name: string, most: number): number | undefined {
  const text = env[name];
  if (!text) return undefined;
  if (!/^\d{1,9}$/.test(text) || Number(text) > most) {
    throw new Error(`${name} must be a whole number from 0 to ${most}, not "${text}".`);
  }
  return Number(text);
}

function explain(error: unknown, { port, host }: SimulatorOptions): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'EADDRINUSE'
    ? `Port ${port} on ${host} is in use: end the process that holds it, or set SIMULATOR_PORT.`
    : message;
}

/** Ends once, however many signals come; a second one does not cut the closing short. */
function closeOnSignal(simulator: Simulator): void {
  const close = () => void simulator.close().then(() => process.exit(0));
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
  if (process.send) process.on('disconnect', close);
}

async function main(): Promise<void> {
  let options: SimulatorOptions = {};
  try {
    options = readOptions(process.env);
    const simulator = await createSimulator(options);
    closeOnSignal(simulator);
    process.stdout.write(`Simulator listening on ${simulator.url} (handset page at /).\n`);
    process.send?.({ type: 'ready', url: simulator.url });
  } catch (error) {
    process.stderr.write(`${explain(error, options)}\n`);
    process.exit(1);
  }
}

await main();
