import { createSecretKey, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import jwt from 'jsonwebtoken';
import { isUuid, uuidv4 } from '#kernel';
import { CONFIG, type Config } from '#platform';
import { TokenExpired, TokenInvalid } from './session.errors.js';

const ALGORITHM = 'HS256';
const ISSUER = 'mobile-money-platform';
const AUDIENCE = 'mobile-money-platform/api';

export interface AccessToken {
  readonly token: string;
  readonly expiresInSeconds: number;
}

export interface AccessTokenClaims {
  readonly userId: string;
  readonly sessionId: string;
}

/**
 * Signs and reads access tokens. They name a session and nothing that could be out of date: the rest is read per call.
 * One key signs; tokens of the others are taken as well, so that a key can be succeeded without ending anybody's session.
 */
@Injectable()
export class AccessTokens {
  /** Key objects for all calls: with a plain buffer the library would make one per call, at fifty times the cost. */
  private readonly key: KeyObject;
  private readonly otherKeys: readonly KeyObject[];

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.key = createSecretKey(config.tokenKey);
    this.otherKeys = config.previousTokenKeys.map((key) => createSecretKey(key));
  }

  issue(claims: AccessTokenClaims, now: Date): AccessToken {
    const issuedAt = epochSeconds(now);
    const payload = {
      sub: claims.userId,
      sid: claims.sessionId,
      jti: uuidv4(),
      iat: issuedAt,
      exp: issuedAt + this.config.accessTokenSeconds,
    };
    const token = jwt.sign(payload, this.key, { algorithm: ALGORITHM, issuer: ISSUER, audience: AUDIENCE });
    return { token, expiresInSeconds: this.config.accessTokenSeconds };
  }

  /** Throws TokenExpired for a token of ours past its end, TokenInvalid for anything else that does not hold. */
  read(token: string, now: Date): AccessTokenClaims {
    const claims = [this.key, ...this.otherKeys].reduce<jwt.JwtPayload | null>(
      (known, key) => known ?? verifiedOrNull(token, key, now),
      null,
    );
    if (!claims) throw new TokenInvalid();
    const sessionId: unknown = claims.sid;
    if (!isUuid(claims.sub) || !isUuid(sessionId)) throw new TokenInvalid();
    return { userId: claims.sub, sessionId };
  }
}

/** Null for what does not hold under this key. Throws TokenExpired for what did, until its end. */
function verifiedOrNull(token: string, key: KeyObject, now: Date): jwt.JwtPayload | null {
  try {
    const claims = jwt.verify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTimestamp: epochSeconds(now),
    });
    return typeof claims === 'string' || claims.exp === undefined ? null : claims;
  } catch (error) {
    if (error instanceof jwt.TokenExpiredError) throw new TokenExpired();
    return null;
  }
}

const epochSeconds = (instant: Date): number => Math.floor(instant.getTime() / 1000);
