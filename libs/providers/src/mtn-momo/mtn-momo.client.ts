import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, type Mode } from '#kernel';
import { CircuitBreakers, CONFIG, HttpOutbound, Metrics, NotSent, type Config } from '#platform';
import { AccessTokens, type IssuedToken } from '../access-tokens.js';
import { CallMeter } from '../call-meter.js';
import { callbackAddress } from '../callback-address.js';
import { GatewayOutage, readToken, wireFailure, type RawAnswer } from '../wire.js';
import { mtnMomoAccounts, type MtnMomoAccount, type MtnMomoAccounts, type Product } from './mtn-momo-accounts.js';
import { readResponse, type WireAnswer } from './mtn-momo-wire.js';

export interface MtnMomoCall {
  readonly mode: Mode;
  readonly product: Product;
  /** From the product's prefix on, such as `/collection/v1_0/requesttopay`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface MtnMomoCreation extends Omit<MtnMomoCall, 'headers'> {
  /** A UUID of version 4, which MTN makes the id of what is created. */
  readonly reference: string;
  readonly body: object;
}

interface SignedCall extends MtnMomoCall {
  readonly method: 'GET' | 'POST';
  readonly account: MtnMomoAccount;
  readonly subscriptionKey: string;
  readonly body?: string;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Speaks HTTP to MTN MoMo: keys, tokens, time-outs, circuits. What goes wrong on the way is a WireAnswer as well; nothing
 * but our own mistakes is thrown. A circuit is one product in one mode, so that the sandbox never closes the way of money.
 */
@Injectable()
export class MtnMomoClient {
  readonly meter: CallMeter;
  private readonly logger = new Logger('MtnMomo');
  private readonly accounts: MtnMomoAccounts;
  private readonly tokens: AccessTokens<Product>;
  private readonly callbackUrl: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly outbound: HttpOutbound,
    private readonly breakers: CircuitBreakers,
    metrics: Metrics,
    clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.accounts = mtnMomoAccounts(config);
    this.meter = new CallMeter(metrics, 'mtn-momo');
    this.tokens = new AccessTokens(clock, (mode, product) =>
      this.meter.issuing(mode, () => this.requestToken(mode, product)),
    );
    // MTN calls back by POST in its sandbox and by PUT elsewhere (§6): this address takes every method.
    this.callbackUrl = callbackAddress(config);
    this.timeoutMs = config.operatorTimeoutMs;
  }

  /** Null for a mode that is not configured. */
  account(mode: Mode): MtnMomoAccount | null {
    return this.accounts[mode];
  }

  /** Asks MTN to create something. Safe to repeat with the same reference (MTN page §7). */
  async create({ reference, body, ...call }: MtnMomoCreation): Promise<WireAnswer> {
    if (!UUID_V4.test(reference)) throw new RangeError('MTN MoMo takes no reference but a UUID of version 4');
    const headers = {
      'x-reference-id': reference,
      'x-callback-url': this.callbackUrl,
      'content-type': 'application/json',
    };
    return this.call('POST', { ...call, headers }, JSON.stringify(body));
  }

  get(call: MtnMomoCall): Promise<WireAnswer> {
    return this.call('GET', call);
  }

  private async call(method: 'GET' | 'POST', call: MtnMomoCall, body?: string): Promise<WireAnswer> {
    const startedAt = performance.now();
    try {
      const signed = {
        ...call,
        ...this.credentials(call.mode, call.product),
        method,
        ...(body !== undefined && { body }),
      };
      const circuit = `${this.meter.name(call.mode)}:${call.product}`;
      const answer = await this.breakers.execute(circuit, () => this.sendSigned(signed));
      return readResponse(answer, performance.now() - startedAt);
    } catch (error) {
      const durationMs = performance.now() - startedAt;
      return error instanceof GatewayOutage ? readResponse(error.answer, durationMs) : wireFailure(error, durationMs);
    }
  }

  private async sendSigned(call: SignedCall): Promise<RawAnswer> {
    return withoutOutage(await this.tokens.spend(call.mode, call.product, (token) => this.send(call, token)));
  }

  private send(
    { method, account, subscriptionKey, path, headers, body }: SignedCall,
    token: string,
  ): Promise<RawAnswer> {
    return this.outbound.request({
      method,
      url: account.baseUrl + path,
      headers: {
        ...headers,
        // MTN names the type of its tokens `access_token` and wants `Bearer` all the same (§2.3).
        authorization: `Bearer ${token}`,
        'ocp-apim-subscription-key': subscriptionKey,
        'x-target-environment': account.targetEnvironment,
      },
      ...(body !== undefined && { body }),
      timeoutMs: this.timeoutMs,
    });
  }

  /** Sent without a body, which MTN's error page names as a cause of 400 on this call (§2.3). */
  private async requestToken(mode: Mode, product: Product): Promise<IssuedToken> {
    const { account, subscriptionKey } = this.credentials(mode, product);
    const basic = Buffer.from(`${account.apiUser}:${account.apiKey}`).toString('base64');
    const answer = await this.outbound.request({
      method: 'POST',
      url: `${account.baseUrl}/${product}/token/`,
      headers: { authorization: `Basic ${basic}`, 'ocp-apim-subscription-key': subscriptionKey },
      timeoutMs: this.timeoutMs,
    });
    const token = answer.status === 200 ? readToken(answer.text) : null;
    if (token) return token;
    this.reportRefusal(answer, mode, product);
    throw new NotSent(`no token: HTTP ${answer.status}`);
  }

  private credentials(mode: Mode, product: Product): { account: MtnMomoAccount; subscriptionKey: string } {
    const account = this.accounts[mode];
    const subscriptionKey = account?.subscriptionKeys[product];
    if (!account || !subscriptionKey) throw new NotSent(`${product} is not configured in ${mode} mode`);
    return { account, subscriptionKey };
  }

  private reportRefusal({ status, text }: RawAnswer, mode: Mode, product: Product): void {
    const said = readResponse({ status, text }, 0).message ?? 'without a word';
    const words = `MTN MoMo gives no token for ${product} in ${mode} mode: HTTP ${status}, ${said}`;
    if (status >= 400 && status < 500 && status !== 429) this.logger.error(words);
    else this.logger.warn(words);
  }
}

/** Codes are MTN's own words; without one, these statuses come from the gateway. */
function withoutOutage(answer: RawAnswer): RawAnswer {
  const isGateway = answer.status === 502 || answer.status === 503 || answer.status === 504;
  if (isGateway && readResponse(answer, 0).code === null) throw new GatewayOutage(answer);
  return answer;
}
