import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Clock, Msisdn, SystemClock } from '#kernel';
import { CircuitBreakers, CONFIG, Database, HttpOutbound, loadConfig, Metrics } from '#platform';
import { ProviderUnavailable } from './provider.errors.js';
import { ProvidersModule } from './providers.module.js';
import { Providers } from './providers.service.js';

/** What the platform gives to everybody, without its database and queues. */
@Global()
@Module({
  providers: [
    { provide: CONFIG, useValue: loadConfig({ APP_ENV: 'test' }) },
    { provide: Clock, useClass: SystemClock },
    Metrics,
    CircuitBreakers,
    HttpOutbound,
    { provide: Database, useValue: null },
  ],
  exports: [CONFIG, Clock, Metrics, CircuitBreakers, HttpOutbound, Database],
})
class SmallPlatform {}

describe('the operators of a deployment', () => {
  let providers: Providers;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [SmallPlatform, ProvidersModule] }).compile();
    providers = module.get(Providers);
    close = () => module.close();
  });
  afterAll(() => close());

  it('are those that serve the mode', () => {
    expect(providers.names('sandbox')).toEqual(['mtn-momo', 'orange-money']);
    expect(providers.names('live')).toEqual([]);
  });

  it('are asked about a number in the order in which they are likely to have it', () => {
    const order = (number: string) => providers.likeliest('sandbox', Msisdn.parse(number, 'CM'));
    expect(order('671381152')).toEqual(['mtn-momo', 'orange-money']);
    expect(order('699123442')).toEqual(['orange-money', 'mtn-momo']);
    // Contested ranges, and operators that are not of this deployment.
    expect(order('640123456')).toEqual(['mtn-momo', 'orange-money']);
    expect(order('+261341234567')).toEqual(['mtn-momo', 'orange-money']);
    expect(providers.likeliest('live', Msisdn.parse('671381152', 'CM'))).toEqual([]);
  });

  it('are given out with the powers that are asked for', () => {
    for (const name of ['mtn-momo', 'orange-money'] as const) {
      expect(providers.with(name, 'sandbox', 'collect', 'refund', 'payOut', 'accountHolder').name).toBe(name);
    }
  });

  it('are unavailable in a mode that they do not serve, and when there is no adapter', () => {
    expect(() => providers.with('mtn-momo', 'live', 'collect')).toThrow(ProviderUnavailable);
    const alone = new Providers([{ name: 'mtn-momo', serves: () => true }]);
    expect(() => alone.with('orange-money', 'sandbox', 'collect')).toThrow(ProviderUnavailable);
  });

  it('collect by prompt, and those that have pages of their own there as well', () => {
    const [prompts, pages] = (['prompt', 'page'] as const).map((channel) =>
      providers.collecting('orange-money', 'sandbox', channel),
    );
    expect([prompts === pages, pages?.refund, providers.every().length]).toEqual([false, undefined, 3]);
    expect(providers.payerPages('orange-money', 'sandbox')?.pageOrigins('sandbox')).toEqual(['http://127.0.0.1:3020']);
    expect([providers.payerPages('mtn-momo', 'sandbox'), providers.payerPages('orange-money', 'live')]).toEqual([
      null,
      null,
    ]);
    expect(() => providers.collecting('mtn-momo', 'sandbox', 'page')).toThrow(ProviderUnavailable);
    expect(() => providers.collecting('orange-money', 'live', 'page')).toThrow(ProviderUnavailable);
  });

  it('are unavailable for a power that they do not have', () => {
    const collecting = new Providers([{ name: 'orange-money', serves: () => true }]);
    expect(() => collecting.with('orange-money', 'sandbox', 'refund')).toThrow(ProviderUnavailable);
  });
});
