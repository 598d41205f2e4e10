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
});
