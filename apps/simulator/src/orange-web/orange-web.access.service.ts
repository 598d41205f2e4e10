import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { basicCredentials, bearerOf } from '../http/headers.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { expiredCredentials, LoginRefused } from './orange-web.errors.js';
import type { OrangeWebSettings } from './orange-web-settings.js';

/** The access tokens of api.orange.com (Orange page §A1). Each log-in gets one of its own. */
@Injectable()
export class OrangeWebAccessService {
  private readonly settings: OrangeWebSettings;
  private readonly endsAtMs = new Map<string, number>();

  constructor(
    private readonly clock: SimulatedClock,
    @Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings,
  ) {
    this.settings = settings.orangeWeb;
  }

  login(authorization: string | undefined): { token: string; lifetimeSeconds: number } {
    const [id, secret] = basicCredentials(authorization) ?? [];
    if (id !== this.settings.clientId || secret !== this.settings.clientSecret) {
      throw new LoginRefused(401, 'invalid_client');
    }
    const nowMs = this.clock.nowMs();
    for (const [token, endsAtMs] of this.endsAtMs) if (endsAtMs <= nowMs) this.endsAtMs.delete(token);
    const token = randomBytes(18).toString('base64url');
    const lifetimeSeconds = this.settings.tokenTtlSeconds;
    this.endsAtMs.set(token, nowMs + lifetimeSeconds * 1_000);
    return { token, lifetimeSeconds };
  }

  /** @throws OrangeWebError 401. */
  authenticate(authorization: string | undefined): void {
    const endsAtMs = this.endsAtMs.get(bearerOf(authorization) ?? '');
    if (endsAtMs === undefined || endsAtMs <= this.clock.nowMs()) throw expiredCredentials();
  }

  /** How many were out. */
  expireTokens(): number {
    const count = this.endsAtMs.size;
    this.endsAtMs.clear();
    return count;
  }
}
