import { Money, Msisdn, SystemClock, uuidv4, type Mode } from '#kernel';
import { CircuitBreakers, HttpOutbound, loadConfig, Metrics } from '#platform';
import type { CollectRequest, ProviderAnswer } from '../../provider.port.js';
import { MtnMomoClient } from '../mtn-momo.client.js';
import { MtnMomoProvider } from '../mtn-momo.provider.js';
import { ScriptedOperator } from '../../testing/scripted-operator.js';

const TIMEOUT_MS = 800;

export const NOT_FOUND = { code: 'RESOURCE_NOT_FOUND', message: 'Requested resource was not found.' };
export const UNAVAILABLE = {
  code: 'SERVICE_UNAVAILABLE',
  message: 'Service temporarily unavailable, try again later.',
};

export const PAYER = Msisdn.parse('671234567', 'CM');

/** Settings of a deployment that may collect in live mode. */
export const LIVE = {
  OPERATORS: 'real',
  MTN_LIVE_API_USER: 'live-user',
  MTN_LIVE_API_KEY: 'live-canary-key',
  MTN_LIVE_COLLECTION_KEY: 'live-canary-collection',
};

export function paying(mode: Mode = 'sandbox'): CollectRequest {
  const ids = { reference: uuidv4(), externalId: uuidv4() };
  return { mode, ...ids, amount: Money.of('2500', 'XAF'), payer: PAYER, message: 'Facture 42' };
}

/** The adapter before an MTN that does what the test says, in both modes. */
export class Bench {
  metrics: Metrics;
  provider: MtnMomoProvider;
  private readonly outbound = new HttpOutbound();

  private constructor(
    readonly mtn: ScriptedOperator,
    private readonly url: string,
  ) {
    this.connect({});
  }

  static async open(): Promise<Bench> {
    const mtn = new ScriptedOperator({ GET: [[404, NOT_FOUND]], POST: [[202, '']] });
    return new Bench(mtn, await mtn.listen());
  }

  /** Begins anew with other settings, without tokens and with closed circuits. */
  connect(environment: Readonly<Record<string, string>>): void {
    const config = loadConfig({
      APP_ENV: 'test',
      MTN_SANDBOX_URL: `${this.url}/`,
      MTN_SANDBOX_API_USER: 'sandbox-user',
      MTN_SANDBOX_API_KEY: 'sandbox-canary-key',
      MTN_SANDBOX_COLLECTION_KEY: 'sandbox-collection',
      MTN_SANDBOX_DISBURSEMENT_KEY: 'sandbox-disbursement',
      MTN_LIVE_URL: this.url,
      OPERATOR_TIMEOUT_MS: String(TIMEOUT_MS),
      ...environment,
    });
    this.metrics = new Metrics();
    const breakers = new CircuitBreakers(this.metrics, config);
    const client = new MtnMomoClient(this.outbound, breakers, this.metrics, new SystemClock(), config);
    this.provider = new MtnMomoProvider(client);
  }

  async collect(request = paying()): Promise<ProviderAnswer> {
    return (await this.provider.collect(request)).answer;
  }

  async ask(mode: Mode = 'sandbox'): Promise<ProviderAnswer> {
    return (await this.provider.collectionStatus({ mode, reference: uuidv4(), currency: 'XAF' })).answer;
  }

  async close(): Promise<void> {
    await this.outbound.onApplicationShutdown();
    this.mtn.close();
  }
}
