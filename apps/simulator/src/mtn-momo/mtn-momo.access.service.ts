import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { basicCredentials, bearerOf } from '../http/headers.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { SimulatedClock } from '../state/simulated-clock.js';
import { StateStore, type DocumentCollection } from '../state/state-store.js';
import { duplicateReference, gatewayRefusal, loginFailed, notFound } from './mtn-momo.errors.js';
import { MTN_MOMO_PRODUCTS, type MtnMomoProduct, type MtnMomoSettings } from './mtn-momo-settings.js';

const ANY_KEY = /^[0-9a-f]{32}$/i;

export interface MtnMomoApiUser {
  readonly id: string;
  readonly providerCallbackHost: string;
  readonly apiKey: string | null;
  /** The only product that the user may call; null for one that serves all, as users from the partner portal do. */
  readonly product: MtnMomoProduct | null;
}

interface AccessToken {
  readonly product: MtnMomoProduct;
  readonly apiUserId: string;
  readonly expiresAtMs: number;
}

/** API users, their keys and tokens (providers/mtn-momo.md §2). Tokens live in memory: a restart ends them all. */
@Injectable()
export class MtnMomoAccessService {
  private readonly apiUsers: DocumentCollection<MtnMomoApiUser>;
  private readonly tokens = new Map<string, AccessToken>();
  private readonly settings: MtnMomoSettings;

  constructor(
    state: StateStore,
    private readonly clock: SimulatedClock,
    @Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings,
  ) {
    this.apiUsers = state.collection('mtn-momo/api-users');
    this.settings = settings.mtnMomo;
  }

  /** @throws MtnMomoError 401 in the gateway's shape. */
  checkSubscriptionKey(products: readonly MtnMomoProduct[], key: string | undefined): void {
    if (key === undefined) throw gatewayRefusal('Access denied due to missing subscription key.');
    if (!products.some((product) => this.takesKey(product, key))) {
      throw gatewayRefusal('Access denied due to invalid subscription key.');
    }
  }

  createApiUser(id: string, providerCallbackHost: string, subscriptionKey: string): void {
    if (this.findApiUser(id)) throw duplicateReference();
    const product = MTN_MOMO_PRODUCTS.find((each) => this.settings.subscriptionKeys[each] === subscriptionKey) ?? null;
    this.apiUsers.put(id, { id, providerCallbackHost, apiKey: null, product });
  }

  apiUser(id: string): MtnMomoApiUser {
    const user = this.findApiUser(id);
    if (!user) throw notFound();
    return user;
  }

  /** The key that the user had before stops working. */
  issueApiKey(id: string): string {
    const apiKey = randomBytes(16).toString('hex');
    this.apiUsers.put(id, { ...this.apiUser(id), apiKey });
    return apiKey;
  }

  /** @returns the token and its lifetime in seconds. */
  login(product: MtnMomoProduct, authorization: string | undefined): { token: string; ttlSeconds: number } {
    const [id, apiKey] = basicCredentials(authorization) ?? [];
    const user = id === undefined ? undefined : this.findApiUser(id);
    if (!user || user.apiKey === null || user.apiKey !== apiKey) throw loginFailed();
    this.forgetExpired();
    const token = randomBytes(48).toString('base64url');
    const ttlSeconds = this.settings.tokenTtlSeconds;
    this.tokens.set(token, { product, apiUserId: user.id, expiresAtMs: this.clock.nowMs() + ttlSeconds * 1_000 });
    return { token, ttlSeconds };
  }

  /** The user behind a bearer; a token of one product opens no other. */
  authenticate(product: MtnMomoProduct, authorization: string | undefined): MtnMomoApiUser {
    const bearer = bearerOf(authorization);
    const token = bearer === undefined ? undefined : this.tokens.get(bearer);
    const user = token && this.findApiUser(token.apiUserId);
    if (!user || token.product !== product || token.expiresAtMs <= this.clock.nowMs()) {
      throw gatewayRefusal('Unauthorized. Access token is missing, invalid or expired.');
    }
    return user;
  }

  expireTokens(): number {
    const count = this.tokens.size;
    this.tokens.clear();
    return count;
  }

  private takesKey(product: MtnMomoProduct, key: string): boolean {
    const { subscriptionKeys, strictKeys } = this.settings;
    if (key === subscriptionKeys[product]) return true;
    if (strictKeys.has(product)) return false;
    return ANY_KEY.test(key) && !MTN_MOMO_PRODUCTS.some((each) => subscriptionKeys[each] === key);
  }

  private findApiUser(id: string): MtnMomoApiUser | undefined {
    const provisioned = this.apiUsers.get(id);
    if (provisioned || id !== this.settings.apiUser) return provisioned;
    const { apiKey, providerCallbackHost } = this.settings;
    return { id, providerCallbackHost, apiKey, product: null };
  }

  private forgetExpired(): void {
    const nowMs = this.clock.nowMs();
    for (const [token, { expiresAtMs }] of this.tokens) if (expiresAtMs <= nowMs) this.tokens.delete(token);
  }
}
