import { createSecretKey, hkdfSync, randomInt, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from '#kernel';
import { CONFIG, hmacHex, sameBytes, type Config, type Transaction } from '#platform';
import { CODE_COOLDOWN_SECONDS, CODE_MINUTES, OneTimeCode } from './one-time-code.aggregate.js';

const SANDBOX_CODE = '123456';
const DIGITS = 6;

export interface IssuedCode {
  /** Null within the cooldown, when the earlier code goes on. */
  readonly code: string | null;
  readonly expiresAt: Date;
  readonly resendAvailableAt: Date;
}

const REPLACE = `INSERT INTO one_time_codes AS c (id, purpose, address, code_hash, attempts, issued_at, expires_at)
  VALUES ($1, 'verify_email', $2, $3, 0, $4, $5)
  ON CONFLICT (address, purpose) DO UPDATE SET id = excluded.id, code_hash = excluded.code_hash, attempts = 0,
    issued_at = excluded.issued_at, expires_at = excluded.expires_at`;
const REPLACE_AFTER_COOLDOWN = `${REPLACE} WHERE c.issued_at <= $6 RETURNING issued_at, expires_at`;
const READ = `SELECT issued_at, expires_at FROM one_time_codes WHERE address = $1 AND purpose = 'verify_email'`;

interface CodeTimes {
  readonly issued_at: Date;
  readonly expires_at: Date;
}

/** Makes and compares the codes that are mailed. Only keyed hashes of them are kept. */
@Injectable()
export class OneTimeCodes {
  private readonly hashKey: KeyObject;
  /** Codes that were mailed before the key was succeeded are right all the same. */
  private readonly hashKeys: readonly KeyObject[];

  constructor(@Inject(CONFIG) private readonly config: Config) {
    this.hashKey = hashKeyOf(config.tokenKey);
    this.hashKeys = [this.hashKey, ...config.previousTokenKeys.map(hashKeyOf)];
  }

  /** A code that replaces any before it, whenever that was sent. */
  issueAnew(tx: Transaction, address: string, now: Date): string {
    const { id, code, hash } = this.newCode(now);
    tx.write(REPLACE, [id, address, hash, now, lapse(now)]);
    return code;
  }

  /** Replaces the code of an address unless it is younger than the cooldown. Unless `matchable`, no code will be right. */
  async issueAfterCooldown(tx: Transaction, address: string, matchable: boolean, now: Date): Promise<IssuedCode> {
    const { id, code, hash } = this.newCode(now);
    const cooldownStart = new Date(now.getTime() - CODE_COOLDOWN_SECONDS * 1000);
    const values = [id, address, matchable ? hash : null, now, lapse(now), cooldownStart];
    const [replaced] = await tx.query<CodeTimes>(REPLACE_AFTER_COOLDOWN, values);
    const [times = { issued_at: now, expires_at: lapse(now) }] = replaced
      ? [replaced]
      : await tx.query<CodeTimes>(READ, [address]);
    return {
      code: replaced ? code : null,
      expiresAt: times.expires_at,
      resendAvailableAt: new Date(times.issued_at.getTime() + CODE_COOLDOWN_SECONDS * 1000),
    };
  }

  matches(outstanding: OneTimeCode, code: string): boolean {
    const fitting = this.hashKeys.filter((key) => {
      const given = hashOf(key, outstanding.id, code);
      return sameBytes(given, outstanding.codeHash ?? Buffer.alloc(given.length));
    });
    return fitting.length > 0 && outstanding.codeHash !== null;
  }

  private newCode(now: Date): { id: string; code: string; hash: Buffer } {
    const id = uuidv7(now);
    const code = this.config.operators === 'simulated' ? SANDBOX_CODE : randomCode();
    return { id, code, hash: hashOf(this.hashKey, id, code) };
  }
}

const hashKeyOf = (tokenKey: Buffer): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', tokenKey, '', 'one-time codes', 32)));
const hashOf = (key: KeyObject, id: string, code: string): Buffer => Buffer.from(hmacHex(key, `${id}:${code}`), 'hex');

const lapse = (now: Date): Date => new Date(now.getTime() + CODE_MINUTES * 60_000);
const randomCode = (): string =>
  randomInt(10 ** DIGITS)
    .toString()
    .padStart(DIGITS, '0');
