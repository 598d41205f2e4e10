import { randomBytes } from 'node:crypto';
import { ConfigurationError, loadConfig } from './config.js';
import { SETTINGS } from './settings.js';

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

describe('production', () => {
  const SAFE: Readonly<Record<string, string>> = {
    APP_ENV: 'production',
    DATABASE_URL: 'postgres://app:secret@db.example/momo',
    REDIS_URL: 'redis://redis.example',
    ENCRYPTION_KEY: randomBytes(32).toString('hex'),
    TOKEN_KEY: randomBytes(32).toString('base64'),
    CORS_ORIGINS: 'https://shop.example',
    PUBLIC_URL: 'https://shop.example',
    PAY_URL: 'https://pay.example',
    CALLBACK_URL: 'https://api.example',
    CALLBACK_SECRET: randomBytes(24).toString('hex'),
    SMTP_URL: 'smtps://mail.example',
    SUPPORT_EMAIL: 'support@shop.cm',
    OPERATORS: 'real',
    WEBHOOK_PRIVATE_HOSTS: 'false',
  };
  /** The settings that a start is refused for. */
  const refusedFor = (changes: Readonly<Record<string, string | undefined>>): string[] => {
    try {
      loadConfig({ ...SAFE, ...changes });
      return [];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return [...new Set(error.problems.map((problem) => problem.split(' ')[0] ?? ''))];
    }
  };
  const developmentKeys = loadConfig({ APP_ENV: 'test' });

  it('starts with settings that are safe', () => {
    expect(refusedFor({})).toEqual([]);
  });

  it.each(Object.keys(SAFE).filter((env) => env !== 'APP_ENV'))('does not start with %s left out', (env) => {
    expect(refusedFor({ [env]: undefined })).toEqual([env]);
  });

  it.each<[string, string]>([
    ['DATABASE_URL', ''],
    ['REDIS_URL', ''],
    ['ENCRYPTION_KEY', developmentKeys.encryptionKey.toString('hex')],
    ['ENCRYPTION_KEY', 'ab'.repeat(31)],
    ['ENCRYPTION_KEY', 'correct horse battery staple'],
    ['TOKEN_KEY', developmentKeys.tokenKey.toString('base64')],
    ['TOKEN_KEY', 'secret'],
    ['PREVIOUS_TOKEN_KEYS', developmentKeys.tokenKey.toString('hex')],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://shop.example,*'],
    ['PUBLIC_URL', 'http://shop.example'],
    ['PAY_URL', 'http://pay.example'],
    ['CALLBACK_URL', 'http://api.example'],
    ['CALLBACK_SECRET', 'x'.repeat(31)],
    ['CALLBACK_SECRET', 'development-callback-secret-of-forty-letters'],
    ['SMTP_URL', 'smtp://localhost:25'],
    ['SUPPORT_EMAIL', 'support@payments.example'],
    ['OPERATORS', 'simulated'],
    ['WEBHOOK_PRIVATE_HOSTS', 'true'],
    ['DEMO_LOGIN', 'ada@example.com Secret123!'],
  ])('does not start with %s=%s', (env, value) => {
    expect(refusedFor({ [env]: value })).toEqual([env]);
  });

  it('has a case here for every setting that may be unsafe', () => {
    const judged = Object.values(SETTINGS).filter((setting) => setting.unsafe !== undefined);
    const tried = [...Object.keys(SAFE), 'PREVIOUS_TOKEN_KEYS', 'DEMO_LOGIN'];
    expect(judged.map(({ env }) => env).filter((env) => !tried.includes(env))).toEqual([]);
  });
});
