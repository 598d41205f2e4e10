import { createSecretKey, generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { uuidv4 } from '#kernel';
import { loadConfig } from '#platform';
import { AccessTokens } from './access-tokens.service.js';
import { TokenExpired, TokenInvalid } from './session.errors.js';

const NOW = new Date('2025-11-20T08:12:44.000Z');
const config = loadConfig({ APP_ENV: 'test' });
const key = createSecretKey(config.tokenKey);
const tokens = new AccessTokens(config);
const claims = { userId: uuidv4(), sessionId: uuidv4() };
const issued = tokens.issue(claims, NOW).token;

/** What an honest token says, for forging ones that differ in one thing. */
const honest = jwt.decode(issued) as jwt.JwtPayload;
const forged = (changes: object, options: jwt.SignOptions = {}, secret: jwt.Secret = key): string => {
  const payload = Object.fromEntries(
    Object.entries({ ...honest, ...changes }).filter(([, value]) => value !== undefined),
  );
  return jwt.sign(payload, secret, { algorithm: 'HS256', ...options });
};
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('access tokens', () => {
  it('name session and account, and live as long as configured', () => {
    expect(tokens.read(issued, NOW)).toEqual(claims);
    const last = new Date(NOW.getTime() + (config.accessTokenSeconds - 1) * 1000);
    expect(tokens.read(issued, last)).toEqual(claims);
    expect(() => tokens.read(issued, new Date(last.getTime() + 1000))).toThrow(TokenExpired);
  });

  it('differ, also when issued for one session in one second', () => {
    expect(tokens.issue(claims, NOW).token).not.toBe(issued);
  });

  it('can be forged by whoever has the key, which is what makes the refusals below tell something', () => {
    expect(tokens.read(forged({}), NOW)).toEqual(claims);
  });

  it('hold under a key that was succeeded for as long as it is named, and until their end', () => {
    const [next, later] = [Buffer.alloc(32, 2), Buffer.alloc(32, 3)];
    const succeeded = new AccessTokens({ ...config, tokenKey: next, previousTokenKeys: [later, config.tokenKey] });
    expect(succeeded.read(issued, NOW)).toEqual(claims);
    const last = new Date(NOW.getTime() + config.accessTokenSeconds * 1000);
    expect(() => succeeded.read(issued, last)).toThrow(TokenExpired);
    const fresh = succeeded.issue(claims, NOW).token;
    expect(() => tokens.read(fresh, NOW)).toThrow(TokenInvalid);
    const without = new AccessTokens({ ...config, tokenKey: next });
    expect(without.read(fresh, NOW)).toEqual(claims);
    expect(() => without.read(issued, NOW)).toThrow(TokenInvalid);
  });

  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const [header = '', payload = '', signature = ''] = issued.split('.');
  it.each<[string, string]>([
    ['nothing', ''],
    ['no token at all', 'x.y.z'],
    ['no signature', `${header}.${payload}.`],
    ['another payload under the same signature', `${header}.${encoded({ ...honest, sub: uuidv4() })}.${signature}`],
    ['the algorithm none', `${encoded({ alg: 'none', typ: 'JWT' })}.${payload}.`],
    ['the algorithm None', `${encoded({ alg: 'None', typ: 'JWT' })}.${payload}.`],
    ['another key', forged({}, {}, createSecretKey(Buffer.alloc(32, 1)))],
    ['an empty key', `${encoded({ alg: 'HS256' })}.${payload}.${signature.slice(0, 2)}`],
    ['the right key with another algorithm', forged({}, { algorithm: 'HS512' })],
    ['an RSA signature', forged({}, { algorithm: 'RS256' }, privateKey)],
    ['a public key as secret', forged({}, {}, publicKey.export({ type: 'spki', format: 'pem' }).toString().padEnd(64))],
    [
      'a key named in the header',
      forged({}, { header: { alg: 'HS256', kid: '../../dev/null' } }, createSecretKey(Buffer.alloc(32))),
    ],
    ['another issuer', forged({ iss: 'somebody-else' })],
    ['another audience', forged({ aud: 'somebody-else' })],
    ['no audience', forged({ aud: undefined })],
    ['no end', forged({ exp: undefined })],
    ['no session', forged({ sid: undefined })],
    ['a session that is no id', forged({ sid: "' OR true --" })],
    ['an account that is no id', forged({ sub: 'admin' })],
    ['a time from which it holds that has not come', forged({ nbf: Math.floor(NOW.getTime() / 1000) + 60 })],
  ])('are refused with %s', (_, token) => {
    expect(() => tokens.read(token, NOW)).toThrow(TokenInvalid);
  });
});
