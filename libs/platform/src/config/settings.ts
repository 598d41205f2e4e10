import { createHash } from 'node:crypto';
import { OPERATOR_SETTINGS } from './operator-settings.js';
import { choice, decimal, flag, integer, key, keys, list, optionalText, optionalUrl, text, url } from './setting.js';

/** Keys that everybody can read in this file. They keep a developer's machine working and nothing else. */
const developmentKey = (purpose: string): Buffer =>
  createHash('sha256').update(`development only: ${purpose}`).digest();
const isDevelopmentKey = (purpose: string) => (value: Buffer) =>
  value.equals(developmentKey(purpose)) ? 'is the development key that everybody can read' : null;

export const SURFACES = ['dashboard', 'payment-links', 'merchant', 'wallet'] as const;
export type Surface = (typeof SURFACES)[number];

/** Every value that the platform reads from its environment. docs/configuration.md and docker/.env.example list these. */
export const SETTINGS = {
  environment: choice('APP_ENV', ['development', 'production', 'test'], {
    about: 'production refuses every default that is only safe on a developer’s machine',
    fallback: 'development',
  }),
  portBase: integer('PORT_BASE', {
    about: 'first port; every other port is counted from it',
    fallback: 3000,
    least: 1,
    most: 65400,
  }),
  host: text('HOST', { about: 'address that the doors listen on', fallback: '127.0.0.1' }),
  opsHost: text('OPS_HOST', { about: 'address that the ops pages of the worker listen on', fallback: '127.0.0.1' }),
  surfaces: list('SURFACES', { about: 'doors that this api process opens', fallback: [...SURFACES] }),
  dataDirectory: text('DATA_DIR', {
    about: 'where the embedded profile keeps its files, and local storage its objects',
    fallback: '.data',
  }),

  databaseUrl: optionalUrl('DATABASE_URL', ['postgres:', 'postgresql:'], {
    about: 'PostgreSQL server; empty starts the embedded one',
    fallback: null,
    unsafe: (value) => (value === null ? 'is empty: production needs a PostgreSQL server of its own' : null),
  }),
  databasePoolSize: integer('DATABASE_POOL_SIZE', {
    about: 'connections per process',
    fallback: 10,
    least: 2,
    most: 200,
  }),
  databasePatienceSeconds: integer('DATABASE_PATIENCE_SECONDS', {
    about:
      'longest wait of a job for an answer of PostgreSQL, and of PostgreSQL for the next statement of a transaction; requests wait for four seconds',
    fallback: 60,
    least: 1,
    most: 3600,
  }),
  redisUrl: optionalUrl('REDIS_URL', ['redis:', 'rediss:'], {
    about: 'Redis for queues, rate limits and caches; empty keeps queues in PostgreSQL and limits in memory',
    fallback: null,
    unsafe: (value) => (value === null ? 'is empty: limits and queues of several processes need Redis' : null),
  }),
  redisPrefix: text('REDIS_PREFIX', {
    about: 'what all keys in Redis begin with; platforms that share a Redis need one each',
    fallback: 'momo',
  }),

  encryptionKey: key('ENCRYPTION_KEY', {
    about: 'key that secrets are encrypted with at rest (32 bytes, base64 or hex)',
    fallback: developmentKey('encryption'),
    shown: 'a development key',
    unsafe: isDevelopmentKey('encryption'),
  }),
  encryptionKeyVersion: integer('ENCRYPTION_KEY_VERSION', {
    about: 'version written beside what ENCRYPTION_KEY encrypts',
    fallback: 1,
    least: 1,
    most: 255,
  }),
  previousEncryptionKeys: list('PREVIOUS_ENCRYPTION_KEYS', {
    about:
      'other keys that decrypt, as version:key, comma between: those of before until nothing lies under them (npm run keys:reseal), and the next one while it is rolled out',
    fallback: [],
  }),
  tokenKey: key('TOKEN_KEY', {
    about: 'key that access tokens are signed with (32 bytes, base64 or hex)',
    fallback: developmentKey('tokens'),
    shown: 'a development key',
    unsafe: isDevelopmentKey('tokens'),
  }),
  previousTokenKeys: keys('PREVIOUS_TOKEN_KEYS', {
    about:
      'other keys whose access tokens are taken, comma between: that of before until its tokens have lapsed, and the next one while it is rolled out',
    unsafe: (value) => value.map(isDevelopmentKey('tokens')).find((problem) => problem !== null) ?? null,
  }),

  corsOrigins: list('CORS_ORIGINS', {
    about: 'origins of browser applications, comma between; * lets every origin in',
    fallback: ['*'],
    unsafe: (value) => (value.includes('*') ? 'lets every origin in' : null),
  }),
  trustedProxies: list('TRUSTED_PROXIES', {
    about: 'addresses or ranges of the proxies whose X-Forwarded-For is believed',
    fallback: [],
  }),
  publicUrl: url('PUBLIC_URL', ['http:', 'https:'], {
    about: 'address under which the dashboard’s browser application is reached; used in mails',
    fallback: 'http://127.0.0.1:3000',
    unsafe: (value) => (value.startsWith('https:') ? null : 'must be an https address'),
  }),
  payUrl: url('PAY_URL', ['http:', 'https:'], {
    about: 'address under which payers reach the pay page of payment links, without /pay',
    fallback: 'http://127.0.0.1:3001',
    // Orange takes no longer addresses to come back to than 120 characters, of which the way to a payment needs 46.
    longest: 74,
    unsafe: (value) => (value.startsWith('https:') ? null : 'must be an https address'),
  }),
  callbackUrl: optionalUrl('CALLBACK_URL', ['http:', 'https:'], {
    about: 'address of the dashboard door as operators reach it, without path; empty uses the door’s own port',
    fallback: null,
    unsafe: (value) => (value?.startsWith('https:') ? null : 'must be the https address that operators call back'),
  }),
  callbackSecret: text('CALLBACK_SECRET', {
    about: 'secret part of the callback address given to operators, and key of X-Callback-Signature',
    fallback: 'development-callback-secret',
    shown: 'a development secret',
    unsafe: (value) =>
      value.length < 32 || value.startsWith('development') ? 'must be a secret of at least 32 characters' : null,
  }),
  callbackSecretDemanded: flag('CALLBACK_SECRET_DEMANDED', {
    about: 'refuse callbacks that carry neither token nor signature',
    fallback: false,
  }),

  smtpUrl: url('SMTP_URL', ['smtp:', 'smtps:'], {
    about:
      'mail server; the default is the embedded mailbox. One that takes fewer than ten connections at once: `?maxConnections=` behind it',
    fallback: 'smtp://127.0.0.1:3025',
    unsafe: (value) =>
      value.includes('127.0.0.1') || value.includes('localhost') ? 'points at the embedded mailbox' : null,
  }),
  mailFrom: text('MAIL_FROM', { about: 'sender of mails', fallback: 'Payments <no-reply@payments.example>' }),
  supportEmail: text('SUPPORT_EMAIL', {
    about: 'address of the people who answer support requests and read feedback',
    fallback: 'support@payments.example',
    unsafe: (value) => (value.endsWith('.example') ? 'is an address that nobody reads' : null),
  }),

  ...OPERATOR_SETTINGS,

  feePercent: decimal('FEE_PERCENT', {
    about: 'platform fee of organisations without one of their own',
    fallback: '2.5',
  }),
  usdToXaf: decimal('USD_TO_XAF', { about: 'XAF that the operator collects for one USD', fallback: '600' }),
  paymentLifetimeMinutes: integer('PAYMENT_LIFETIME_MINUTES', {
    about: 'when a payment that nobody approved lapses',
    fallback: 30,
    least: 1,
    most: 1440,
  }),
  duplicateWindowSeconds: integer('DUPLICATE_WINDOW_SECONDS', {
    about: 'how long an equal payment counts as a repeat',
    fallback: 120,
    most: 3600,
  }),
  settlementDelayDays: integer('SETTLEMENT_DELAY_DAYS', {
    about: 'business days until paid money can be used',
    fallback: 1,
    most: 30,
  }),
  holidays: list('HOLIDAYS', {
    about: 'days without settlement, as MM-DD',
    fallback: ['01-01', '02-11', '05-01', '05-20', '08-15', '12-25'],
  }),
  idempotencyHours: integer('IDEMPOTENCY_HOURS', {
    about: 'how long an answer is kept for its Idempotency-Key',
    fallback: 24,
    least: 1,
    most: 720,
  }),

  exchangesKeptDays: integer('EXCHANGES_KEPT_DAYS', {
    about: 'how long the answers and callbacks of operators are kept, word for word',
    fallback: 90,
    least: 7,
  }),

  exportRowsMax: integer('EXPORT_ROWS_MAX', {
    about: 'rows of an exported CSV or XLSX file; a sheet has room for no more than the largest',
    fallback: 100_000,
    least: 1,
    most: 1_000_000,
  }),

  accessTokenSeconds: integer('ACCESS_TOKEN_SECONDS', { about: 'life of an access token', fallback: 3600, least: 60 }),
  refreshTokenDays: integer('REFRESH_TOKEN_DAYS', { about: 'life of a session', fallback: 30, least: 1, most: 365 }),
  rateLimitPerAccount: integer('RATE_LIMIT_PER_ACCOUNT', {
    about: 'requests per hour and account',
    fallback: 1000,
    least: 1,
  }),
  rateLimitPerAddress: integer('RATE_LIMIT_PER_ADDRESS', {
    about: 'public requests per hour and address',
    fallback: 100,
    least: 1,
  }),
  rateLimitFactor: integer('RATE_LIMIT_FACTOR', {
    about:
      'multiplies the rate limits of the payment-links, merchant and wallet contracts that have no setting of their own',
    fallback: 1,
    least: 1,
  }),
  callbackLimitPerMinute: integer('CALLBACK_LIMIT_PER_MINUTE', {
    about: 'callbacks per minute and address',
    fallback: 600,
    least: 1,
  }),
  holderLookupsPerHour: integer('HOLDER_LOOKUPS_PER_HOUR', {
    about: 'account holder look-ups per hour and account',
    fallback: 30,
    least: 1,
  }),

  supportRequestsPerHour: integer('SUPPORT_REQUESTS_PER_HOUR', {
    about: 'support requests per hour and account, and as many times feedback',
    fallback: 10,
    least: 1,
  }),

  webhookPrivateHosts: flag('WEBHOOK_PRIVATE_HOSTS', {
    about: 'let webhooks go to http and private addresses (development only)',
    fallback: true,
    unsafe: (value) => (value ? 'lets webhooks reach private addresses' : null),
  }),
  webhookTimeoutMs: integer('WEBHOOK_TIMEOUT_MS', {
    about: 'longest wait for a receiver',
    fallback: 15000,
    least: 100,
    most: 30000,
  }),

  drainSeconds: integer('DRAIN_SECONDS', {
    about: 'how long a door that is told to end still takes requests, while balancers learn of it',
    fallback: 0,
    most: 60,
  }),
  demoLogin: optionalText('DEMO_LOGIN', {
    about:
      'e-mail and password of the demonstration merchant, a blank between; the documentation pages offer to sign in with it',
    fallback: null,
    unsafe: (value) => (value === null ? null : 'shows a password on a public page'),
  }),
  adminEmail: text('ADMIN_EMAIL', {
    about: 'first administrator, made at the first start of the embedded profile',
    fallback: 'admin@payments.example',
  }),
  metricsToken: optionalText('METRICS_TOKEN', {
    about: 'Bearer token that /metrics asks for; empty leaves it to the network',
    fallback: null,
  }),
  logLevel: choice('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], {
    about: 'least level that is logged',
    fallback: 'info',
  }),
} as const;
