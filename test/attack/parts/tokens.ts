import { createHmac, createPrivateKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import type { Assault } from '../assault.js';
import type { Merchant } from '../merchants.js';
import type { Shot } from '../shot.js';

/** Credentials that somebody made up, changed, kept or stole. */
export async function attackTokens(assault: Assault): Promise<void> {
  const merchant = await assault.merchants.fresh();
  await attackSignatures(assault, merchant);
  await attackOtherDoors(assault, merchant);
  await attackRefreshTokens(assault);
  await attackSignedOut(assault);
  await attackScopes(assault, merchant);
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (header: object, claims: object, key: string | Buffer, digest = 'sha256'): string => {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac(digest, key).update(text).digest('base64url')}`;
};

/** What would open the door if tokens were read carelessly. */
function forgeries(token: string): readonly (readonly [what: string, token: string])[] {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const rsa = `${part({ alg: 'RS256', typ: 'JWT', jwk: { kty: 'RSA' } })}.${body}`;
  const none = ['none', 'None', 'NONE', 'nOnE', '', null].map(
    (alg) => [`the algorithm ${alg}`, `${part({ alg, typ: 'JWT' })}.${body}.`] as const,
  );
  const keys = ['', 'secret', 'development-token-key', 'changeme', 'null', '\0', publicKey, '../../../../dev/null'];
  const own = keys.map(
    (key) =>
      [
        `the key ${JSON.stringify(key.slice(0, 20))}`,
        signed({ alg: 'HS256', typ: 'JWT' }, claims, key || Buffer.alloc(0)),
      ] as const,
  );
  return [
    ...none,
    ...own,
    ['the algorithm none and the old signature', `${part({ alg: 'none' })}.${body}.${signature}`],
    [
      'a public key of our own',
      `${rsa}.${createSign('RSA-SHA256').update(rsa).sign(createPrivateKey(privateKey)).toString('base64url')}`,
    ],
    ['another algorithm of the family', `${part({ alg: 'HS512', typ: 'JWT' })}.${body}.${signature}`],
    [
      'a key id that leads elsewhere',
      signed({ alg: 'HS256', kid: '../../../../dev/null', jku: 'http://127.0.0.1:1/' }, claims, Buffer.alloc(0)),
    ],
    [
      'other claims under the old signature',
      `${head}.${part({ ...claims, role: 'admin', exp: 9_999_999_999 })}.${signature}`,
    ],
    ['no signature', `${head}.${body}.`],
    ['half a signature', `${head}.${body}.${signature.slice(0, 20)}`],
    ['nothing but dots', '..'],
    ['claims that are a list', signed({ alg: 'HS256' }, [claims], 'secret')],
    ['an access token of a program that nobody has', `pat_${randomBytes(24).toString('hex')}`],
    ['a token for downloads', `dl_${randomBytes(60).toString('base64url')}`],
    ['a challenge', `ch_${randomBytes(32).toString('base64url')}`],
    ['a megabyte of claims', `${head}.${'a'.repeat(7000)}.${signature}`],
  ];
}

async function attackSignatures(assault: Assault, { token, refreshToken, apiKey }: Merchant): Promise<void> {
  const made = [...forgeries(token), ['a refresh token', refreshToken], ['an API key', apiKey]] as const;
  for (const [what, forged] of made)
    await expectRefused(assault, { ...assault.merchants.shot('getBalance', { token: forged }), what: `with ${what}` });
}

/** A credential of one door, or of the pages of operations, opens no other. */
async function attackOtherDoors(assault: Assault, { token, apiKey }: Merchant): Promise<void> {
  const { merchants, target } = assault;
  const ops = (headers: Record<string, string>): Shot => ({
    what: 'the pages of operations',
    door: null,
    method: 'GET',
    url: `${target.ops}/queues/api/queues`,
    headers,
  });
  const shots: Shot[] = [
    merchants.shot('getBalance', { apiKey }),
    merchants.shot('getBalance', { token: apiKey }),
    merchants.shot('adminListOnboardings', { token }),
    merchants.shot('adminListChargebacks', { token }),
    merchants.shot('listPaymentLinks', { door: 'payment-links', apiKey: token }),
    merchants.shot('listPaymentLinks', { door: 'payment-links', apiKey: `${apiKey.slice(0, -1)}x` }),
    merchants.shot('listPaymentLinks', { door: 'payment-links', apiKey: apiKey.toUpperCase() }),
    merchants.shot('listPaymentLinks', { door: 'payment-links', apiKey: `${apiKey} ` }),
    ops({ authorization: `Bearer ${token}` }),
    ops({ cookie: `ops_session=${token}` }),
    ops({}),
  ];
  // A blank at the end is no part of a header.
  for (const shot of shots.filter(({ headers }) => !headers['x-api-key']?.endsWith(' ')))
    await expectRefused(assault, shot);
}

async function expectRefused(assault: Assault, shot: Shot): Promise<void> {
  const reply = await assault.fire(shot);
  if (![401, 403].includes(reply.status))
    assault.blame(`${shot.what}: it was answered with ${reply.status}`, shot, reply);
}

/** Whoever stole a refresh token and uses it, or is late, ends the session for both. */
async function attackRefreshTokens(assault: Assault): Promise<void> {
  const { merchants, plan } = assault;
  for (let turn = 0; turn < (plan.short ? 2 : 8); turn += 1) {
    const { refreshToken, token } = await merchants.fresh();
    const trade = (stolen: string): Shot => merchants.shot('refreshSession', { body: { refreshToken: stolen } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => assault.ask(trade(refreshToken))));
    const pairs = answers.filter(({ status }) => status === 200);
    if (pairs.length !== 1)
      assault.blame(`twenty trades of one refresh token at once gave ${pairs.length} pairs`, trade(refreshToken));
    const [first] = pairs;
    for (const stolen of [refreshToken, String(first?.body.data.refreshToken)]) {
      const reply = await assault.fire(trade(stolen));
      if (reply.status === 200)
        assault.blame('a session whose refresh token was used twice goes on', trade(stolen), reply);
    }
    await expectRefused(assault, {
      ...merchants.shot('getBalance', { token }),
      what: 'with the access token of a session whose refresh token was used twice',
    });
  }
}

/** What was called off is called off at once. */
async function attackSignedOut(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const { token, refreshToken, apiKey } = await merchants.fresh();
  const pat = await merchants.data('createAccessToken', {
    token,
    body: { name: 'a', scopes: ['balance:read', 'payments:read'] },
  });
  const { keys } = await merchants.data('getApiKeys', { token });
  for (const { id } of keys as { id: string }[])
    await assault.send(merchants.shot('revokeApiKey', { token, path: { keyId: id } }));
  await assault.send(merchants.shot('deleteAccessToken', { token, path: { tokenId: pat.id } }));
  await assault.send(merchants.shot('logout', { token }));
  await expectRefused(assault, { ...merchants.shot('getBalance', { token }), what: 'after signing out' });
  await expectRefused(assault, {
    ...merchants.shot('refreshSession', { body: { refreshToken } }),
    what: 'a refresh token after signing out',
  });
  await expectRefused(assault, {
    ...merchants.shot('listPayments', { token: pat.token }),
    what: 'a deleted access token',
  });
  await expectRefused(assault, {
    ...merchants.shot('listPaymentLinks', { door: 'payment-links', apiKey }),
    what: 'a revoked API key',
  });
}

/** A token that may read payments may do nothing else. */
async function attackScopes(assault: Assault, { token }: Merchant): Promise<void> {
  const { merchants } = assault;
  const { token: pat } = await merchants.data('createAccessToken', {
    token,
    body: { name: 'a', scopes: ['payments:read'] },
  });
  const forbidden = [
    'getBalance',
    'createAccessToken',
    'listAccessTokens',
    'generateApiKey',
    'changePassword',
    'setTwoFactor',
    'requestPayout',
    'makePayment',
    'createWebhook',
    'updateCurrentUser',
    'logout',
    'adminListOnboardings',
    'listPaymentLinks',
  ];
  for (const id of forbidden)
    await expectRefused(assault, {
      ...merchants.shot(id, { token: pat, body: undefined }),
      what: `${id} with a token that may read payments`,
    });
}
