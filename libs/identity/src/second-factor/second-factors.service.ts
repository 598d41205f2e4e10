import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { hmacHex, KeepsSealed, Sealing, type Transaction } from '#platform';
import type { SecondFactor } from './second-factor.aggregate.js';

const ISSUER = 'Payments';
const PERIOD_SECONDS = 30;
/** Steps of drift that are allowed either way. */
const WINDOW_STEPS = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Without letters and digits that people mix up. */
const RECOVERY_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const RECOVERY_CODE_LENGTH = 10;

export interface NewSecondFactor {
  readonly sealedSecret: Buffer;
  readonly recoveryCodeHashes: readonly Buffer[];
  /** Shown once and never again. */
  readonly shown: { readonly secret: string; readonly otpauthUrl: string; readonly recoveryCodes: readonly string[] };
}

const USE_RECOVERY_CODE = `UPDATE recovery_codes SET used_at = $3
  WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL RETURNING used_at`;

/** Time-based codes (RFC 6238 with SHA-1, six digits, 30 seconds: what every authenticator can do) and recovery codes. */
@Injectable()
@KeepsSealed({ table: 'second_factors', column: 'sealed_secret', key: 'user_id', contextOf: (id) => sealContext(id) })
export class SecondFactors {
  constructor(private readonly sealing: Sealing) {}

  generate(userId: string, email: string): NewSecondFactor {
    const secret = new Secret({ size: SECRET_BYTES });
    const key = Buffer.from(secret.bytes);
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, randomRecoveryCode);
    return {
      sealedSecret: this.sealing.seal(key, sealContext(userId)),
      recoveryCodeHashes: recoveryCodes.map((code) => recoveryCodeHash(key, code)),
      shown: { secret: secret.base32, otpauthUrl: authenticator(secret, email).toString(), recoveryCodes },
    };
  }

  /**
   * Whether the code is right, in which case it is used up: a recovery code at once, the step of an authenticator's
   * code when the caller saves the factor, whose row it holds locked.
   */
  async accepts(tx: Transaction, factor: SecondFactor, code: string, now: Date): Promise<boolean> {
    const key = this.sealing.open(factor.sealedSecret, sealContext(factor.userId));
    if (/^\d{6}$/.test(code)) return acceptsStep(factor, key, code, now);
    const used = await tx.query(USE_RECOVERY_CODE, [factor.userId, recoveryCodeHash(key, code), now]);
    return used.length > 0;
  }
}

function acceptsStep(factor: SecondFactor, key: Buffer, code: string, now: Date): boolean {
  const secret = new Secret({ buffer: Uint8Array.from(key).buffer });
  const timestamp = now.getTime();
  const drift = authenticator(secret, '').validate({ token: code, timestamp, window: WINDOW_STEPS });
  if (drift === null) return false;
  return factor.takeStep(Math.floor(timestamp / 1000 / PERIOD_SECONDS) + drift);
}

const authenticator = (secret: Secret, label: string): TOTP =>
  new TOTP({ issuer: ISSUER, label, secret, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS });

const sealContext = (userId: string): string => `second_factors.sealed_secret:${userId}`;

/** Keyed with the secret of the factor, which lies encrypted: fifty random bits alone could be tried out from a dump. */
const recoveryCodeHash = (key: Buffer, code: string): Buffer => Buffer.from(hmacHex(key, `recovery:${code}`), 'hex');

function randomRecoveryCode(): string {
  const letters = Array.from({ length: RECOVERY_CODE_LENGTH }, () =>
    RECOVERY_ALPHABET.charAt(randomInt(RECOVERY_ALPHABET.length)),
  ).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
