import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { basicCredentials, bearerOf, colonSeparated } from '../http/headers.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { invalidCredentials, OrangeMoneyError, refusal, WRONG_PIN } from './orange-money.errors.js';
import type { OrangeMoneySettings } from './orange-money-settings.js';

interface AccessToken {
  readonly value: string;
  readonly expiresAtMs: number;
}

/** The two layers of Orange's credentials, and the PIN of the merchant's line (Orange page §B2). */
@Injectable()
export class OrangeMoneyAccessService {
  private readonly settings: OrangeMoneySettings;
  private token: AccessToken | null = null;

  constructor(
    private readonly clock: SimulatedClock,
    @Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings,
  ) {
    this.settings = settings.orangeMoney;
  }

  /** WSO2 hands out the same token until it ends, and says how long that still is. */
  login(authorization: string | undefined): { token: string; remainingSeconds: number } {
    const [key, secret] = basicCredentials(authorization) ?? [];
    if (key !== this.settings.consumerKey || secret !== this.settings.consumerSecret) {
      const error_description = 'Client Authentication failed.';
      throw new OrangeMoneyError(401, { error: 'invalid_client', error_description });
    }
    const nowMs = this.clock.nowMs();
    if (!this.token || this.token.expiresAtMs <= nowMs) {
      this.token = { value: randomUUID(), expiresAtMs: nowMs + this.settings.tokenTtlSeconds * 1_000 };
    }
    const remainingSeconds = Math.ceil((this.token.expiresAtMs - nowMs) / 1_000);
    return { token: this.token.value, remainingSeconds };
  }

  /** @throws GatewayFault for the bearer, OrangeMoneyError for the API user. */
  authenticate(authorization: string | undefined, authToken: string | undefined): void {
    const bearer = bearerOf(authorization);
    const token = this.token;
    if (!token || bearer !== token.value || token.expiresAtMs <= this.clock.nowMs()) throw invalidCredentials();
    const [username, password] = colonSeparated(authToken ?? '');
    if (username !== this.settings.apiUsername || password !== this.settings.apiPassword) {
      throw new OrangeMoneyError(401, { message: 'Authentication of the API user failed', data: null });
    }
  }

  /** @throws OrangeMoneyError 417 unless it is the merchant's line with its PIN. */
  checkChannel(channelMsisdn: unknown, pin: unknown): void {
    if (channelMsisdn !== this.settings.channelMsisdn || pin !== this.settings.channelPin) throw refusal(WRONG_PIN);
  }

  /** How many were out. */
  expireTokens(): number {
    const count = this.token ? 1 : 0;
    this.token = null;
    return count;
  }
}
