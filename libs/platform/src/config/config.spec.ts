import { loadConfig } from './config.js';

describe('addresses in the configuration', () => {
  it('have paths written behind them: web addresses carry no slash at their end', () => {
    const config = loadConfig({
      APP_ENV: 'test',
      PUBLIC_URL: 'https://shop.example/',
      CALLBACK_URL: 'https://api.example/behind//',
      DATABASE_URL: 'postgres://db.example/momo?host=/run/postgresql/',
    });
    expect(config).toMatchObject({
      publicUrl: 'https://shop.example',
      callbackUrl: 'https://api.example/behind',
      databaseUrl: 'postgres://db.example/momo?host=/run/postgresql/',
    });
  });

  it('are origins where pages are elsewhere, and no longer than others take them', () => {
    const load = (environment: Record<string, string>) => loadConfig({ APP_ENV: 'test', ...environment });
    const pages = 'https://a.example/payment, https://b.example:8443/';
    expect(load({ ORANGE_WEB_LIVE_PAGES: pages }).orangeWebLivePages).toEqual([
      'https://a.example',
      'https://b.example:8443',
    ]);
    expect(() => load({ ORANGE_WEB_LIVE_PAGES: 'https://a.example,http://b.example' })).toThrow('begins with https://');
    expect(() => load({ PAY_URL: `https://${'x'.repeat(67)}` })).toThrow('PAY_URL must have at most 74 characters');
  });
});
