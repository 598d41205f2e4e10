import { choice, integer, optionalText, origins, text, url } from './setting.js';

/** How the operators are reached. What is called the simulator's opens nothing but the simulator. */
export const OPERATOR_SETTINGS = {
  operators: choice('OPERATORS', ['simulated', 'real'], {
    about: 'simulated sends sandbox mode to the simulator and has no live mode; real calls the operators',
    fallback: 'simulated',
    unsafe: (value) => (value === 'simulated' ? 'sends payments to the simulator' : null),
  }),
  mtnSandboxUrl: url('MTN_SANDBOX_URL', ['http:', 'https:'], {
    about: 'MTN MoMo for sandbox mode: the simulator or MTN’s own sandbox',
    fallback: 'http://127.0.0.1:3020',
  }),
  mtnSandboxApiUser: text('MTN_SANDBOX_API_USER', {
    about: 'API user in sandbox mode',
    fallback: '6f1d2c3b-4a59-4e68-8b77-0c1d2e3f4a5b',
  }),
  mtnSandboxApiKey: text('MTN_SANDBOX_API_KEY', {
    about: 'API key in sandbox mode',
    fallback: '0c55a6e1f2b34d7890ab12cd34ef56a7',
    shown: 'the simulator’s',
  }),
  mtnSandboxCollectionKey: text('MTN_SANDBOX_COLLECTION_KEY', {
    about: 'subscription key of collection in sandbox mode',
    fallback: 'c011ec7104a54b3c9d2e7f6081a2b3c4',
    shown: 'the simulator’s',
  }),
  mtnSandboxDisbursementKey: text('MTN_SANDBOX_DISBURSEMENT_KEY', {
    about: 'subscription key of disbursement in sandbox mode',
    fallback: 'd15b0a5e3e974c2d8f1a6b7c5d4e3f20',
    shown: 'the simulator’s',
  }),
  mtnLiveUrl: url('MTN_LIVE_URL', ['https:', 'http:'], {
    about: 'MTN MoMo for live mode',
    fallback: 'https://proxy.momoapi.mtn.com',
  }),
  mtnLiveTargetEnvironment: text('MTN_LIVE_TARGET_ENVIRONMENT', {
    about: 'X-Target-Environment in live mode',
    fallback: 'mtncameroon',
  }),
  mtnLiveApiUser: optionalText('MTN_LIVE_API_USER', {
    about: 'API user in live mode; empty switches MTN off in live mode',
    fallback: null,
  }),
  mtnLiveApiKey: optionalText('MTN_LIVE_API_KEY', { about: 'API key in live mode', fallback: null }),
  mtnLiveCollectionKey: optionalText('MTN_LIVE_COLLECTION_KEY', {
    about: 'subscription key of collection in live mode',
    fallback: null,
  }),
  mtnLiveDisbursementKey: optionalText('MTN_LIVE_DISBURSEMENT_KEY', {
    about: 'subscription key of disbursement in live mode',
    fallback: null,
  }),
  orangeSandboxUrl: url('ORANGE_SANDBOX_URL', ['http:', 'https:'], {
    about: 'Orange Money Cameroon for sandbox mode, up to /token: the simulator, for Orange has no open sandbox',
    fallback: 'http://127.0.0.1:3020/orange-money',
  }),
  orangeSandboxConsumerKey: text('ORANGE_SANDBOX_CONSUMER_KEY', {
    about: 'consumer key of the gateway in sandbox mode',
    fallback: 'Jk7sQ2mXv9TzB4nLr8WcY1pDg5Hf',
    shown: 'the simulator’s',
  }),
  orangeSandboxConsumerSecret: text('ORANGE_SANDBOX_CONSUMER_SECRET', {
    about: 'consumer secret of the gateway in sandbox mode',
    fallback: 'a3Rf6Uy0KeVh2NqZt7Sj4MwPb9Xd',
    shown: 'the simulator’s',
  }),
  orangeSandboxApiUsername: text('ORANGE_SANDBOX_API_USERNAME', {
    about: 'API user in sandbox mode, first half of X-AUTH-TOKEN',
    fallback: 'SANDBOXAPI',
  }),
  orangeSandboxApiPassword: text('ORANGE_SANDBOX_API_PASSWORD', {
    about: 'password of the API user in sandbox mode',
    fallback: 'sandbox-api-password',
    shown: 'the simulator’s',
  }),
  orangeSandboxChannelMsisdn: text('ORANGE_SANDBOX_CHANNEL_MSISDN', {
    about: 'merchant line in sandbox mode, nine digits',
    fallback: '699000111',
  }),
  orangeSandboxChannelPin: text('ORANGE_SANDBOX_CHANNEL_PIN', {
    about: 'PIN of the merchant line in sandbox mode',
    fallback: '2222',
    shown: 'the simulator’s',
  }),
  orangeLiveUrl: url('ORANGE_LIVE_URL', ['https:', 'http:'], {
    about: 'Orange Money Cameroon for live mode, up to /token',
    fallback: 'https://api-s1.orange.cm',
  }),
  orangeLiveConsumerKey: optionalText('ORANGE_LIVE_CONSUMER_KEY', {
    about:
      'consumer key of the gateway in live mode; Orange is switched off in live mode while one of these six is empty',
    fallback: null,
  }),
  orangeLiveConsumerSecret: optionalText('ORANGE_LIVE_CONSUMER_SECRET', {
    about: 'consumer secret of the gateway in live mode',
    fallback: null,
  }),
  orangeLiveApiUsername: optionalText('ORANGE_LIVE_API_USERNAME', {
    about: 'API user in live mode, first half of X-AUTH-TOKEN',
    fallback: null,
  }),
  orangeLiveApiPassword: optionalText('ORANGE_LIVE_API_PASSWORD', {
    about: 'password of the API user in live mode',
    fallback: null,
  }),
  orangeLiveChannelMsisdn: optionalText('ORANGE_LIVE_CHANNEL_MSISDN', {
    about: 'merchant line in live mode, nine digits',
    fallback: null,
  }),
  orangeLiveChannelPin: optionalText('ORANGE_LIVE_CHANNEL_PIN', {
    about: 'PIN of the merchant line in live mode',
    fallback: null,
  }),
  orangeWebSandboxUrl: url('ORANGE_WEB_SANDBOX_URL', ['http:', 'https:'], {
    about: 'Orange Web Payment for sandbox mode, up to /oauth: the simulator or https://api.orange.com',
    fallback: 'http://127.0.0.1:3020',
  }),
  orangeWebSandboxClientId: text('ORANGE_WEB_SANDBOX_CLIENT_ID', {
    about: 'client id of the application in sandbox mode',
    fallback: 'Zt5Kc9WmQ2rXn7LbVf3Hd8Pj',
    shown: 'the simulator’s',
  }),
  orangeWebSandboxClientSecret: text('ORANGE_WEB_SANDBOX_CLIENT_SECRET', {
    about: 'client secret of the application in sandbox mode',
    fallback: 'q6Yw1RsNe4Ug7KxB',
    shown: 'the simulator’s',
  }),
  orangeWebSandboxMerchantKey: text('ORANGE_WEB_SANDBOX_MERCHANT_KEY', {
    about: 'merchant key in sandbox mode',
    fallback: '7c1f0a92',
    shown: 'the simulator’s',
  }),
  orangeWebSandboxPages: origins('ORANGE_WEB_SANDBOX_PAGES', ['http:', 'https:'], {
    about:
      'origins of the payment pages that payers are sent to in sandbox mode, comma between; empty is that of ORANGE_WEB_SANDBOX_URL, Orange’s own is https://webpayment-qualif.orange-money.com',
    fallback: [],
  }),
  orangeWebLiveUrl: url('ORANGE_WEB_LIVE_URL', ['https:', 'http:'], {
    about: 'Orange Web Payment for live mode, up to /oauth',
    fallback: 'https://api.orange.com',
  }),
  orangeWebLiveClientId: optionalText('ORANGE_WEB_LIVE_CLIENT_ID', {
    about:
      'client id of the application in live mode; payers are offered Orange’s own page in live mode once these three and the six of Orange Money are set',
    fallback: null,
  }),
  orangeWebLiveClientSecret: optionalText('ORANGE_WEB_LIVE_CLIENT_SECRET', {
    about: 'client secret of the application in live mode',
    fallback: null,
  }),
  orangeWebLiveMerchantKey: optionalText('ORANGE_WEB_LIVE_MERCHANT_KEY', {
    about: 'merchant key in live mode',
    fallback: null,
  }),
  orangeWebLivePages: origins('ORANGE_WEB_LIVE_PAGES', ['https:'], {
    about: 'origins of the payment pages that payers are sent to in live mode, comma between',
    fallback: ['https://webpayment.orange-money.com'],
  }),
  operatorTimeoutMs: integer('OPERATOR_TIMEOUT_MS', {
    about: 'longest wait for one answer of an operator',
    fallback: 8000,
    least: 100,
    most: 60000,
  }),
} as const;
