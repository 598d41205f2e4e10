import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '#kernel';
import { CONFIG, sameBytes, type Config } from '#platform';
import { DownloadTokenExpired, DownloadTokenInvalid } from './report-export.errors.js';

/** For whom a link was made. */
export interface LinkHolder {
  readonly organizationId: string;
  readonly userId: string;
}

const LIFETIME_MS = 15 * 60 * 1000;
const PREFIX = 'dl_';
const UUID_BYTES = 16;
const TIME_BYTES = 6;
const CLAIM_BYTES = TIME_BYTES + 2 * UUID_BYTES;
const MAC_BYTES = 32;

/**
 * Tokens that open one file for a quarter of an hour, so that a browser can follow a plain link. They are signed and not
 * stored: the claim is when it lapses, the organisation and the person, and the file is part of what is signed.
 */
@Injectable()
export class DownloadTokens {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  issue(exportId: string, { organizationId, userId }: LinkHolder): string {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeUIntBE(this.clock.now().getTime() + LIFETIME_MS, 0, TIME_BYTES);
    const claim = Buffer.concat([time, bytesOf(organizationId), bytesOf(userId)]);
    return PREFIX + Buffer.concat([claim, mac(this.config.tokenKey, exportId, claim)]).toString('base64url');
  }

  /** Throws DownloadTokenInvalid, and DownloadTokenExpired for one that was good until its time was over. */
  read(exportId: string, token: string): LinkHolder {
    const bytes = Buffer.from(token.slice(PREFIX.length), 'base64url');
    const claim = bytes.subarray(0, CLAIM_BYTES);
    const { tokenKey, previousTokenKeys } = this.config;
    const isOurs =
      token.startsWith(PREFIX) &&
      bytes.length === CLAIM_BYTES + MAC_BYTES &&
      [tokenKey, ...previousTokenKeys].some((key) => sameBytes(bytes.subarray(CLAIM_BYTES), mac(key, exportId, claim)));
    if (!isOurs) throw new DownloadTokenInvalid();
    if (claim.readUIntBE(0, TIME_BYTES) <= this.clock.now().getTime()) throw new DownloadTokenExpired();
    return {
      organizationId: uuidOf(claim.subarray(TIME_BYTES, TIME_BYTES + UUID_BYTES)),
      userId: uuidOf(claim.subarray(TIME_BYTES + UUID_BYTES)),
    };
  }
}

/** The key signs access tokens as well: what is signed here begins in a way that no token of those does. */
const mac = (key: Buffer, exportId: string, claim: Buffer): Buffer =>
  createHmac('sha256', key).update(`report-download ${exportId} `).update(claim).digest();

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');

const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
