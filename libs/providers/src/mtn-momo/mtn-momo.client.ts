import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, DomainError, type Mode } from '#kernel';
import {
  AnswerLost,
  CircuitBreakers,
  CircuitOpen,
  CONFIG,
  HttpOutbound,
  Metrics,
  NotSent,
  type Config,
} from '#platform';
import { mtnMomoAccounts, type MtnMomoAccount, type MtnMomoAccounts, type Product } from './mtn-momo-accounts.js';
import { MtnMomoTokens, type IssuedToken } from './mtn-momo-tokens.js';
import { readResponse, readToken, type WireAnswer } from './mtn-momo-wire.js';

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

interface Raw {
  readonly status: number;
  readonly text: string;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** An answer of the gateway in front of MTN: nobody is behind it, which counts for the circuit like no answer at all. */
class GatewayOutage extends DomainError {
  readonly kind = 'unavailable';
  readonly code = 'mtn_momo_gateway_outage';

  constructor(readonly answer: Raw) {
    super(`The gateway of MTN MoMo answers ${answer.status}`);
  }
}

/**
 * Speaks HTTP to MTN MoMo: keys, tokens, time-outs, circuits. What goes wrong on the way is a WireAnswer as well; nothing
 * but our own mistakes is thrown. A circuit is one product in one mode, so that the sandbox never closes the way of money.
 */
@Injectable()
export class MtnMomoClient {
  private readonly logger = new Logger('MtnMomo');
  private readonly accounts: MtnMomoAccounts;
  private readonly tokens: MtnMomoTokens;
  private readonly callbackUrl: string;
  private readonly timeoutMs: number;

  constructor(
    private readonly outbound: HttpOutbound,
    private readonly breakers: CircuitBreakers,
    private readonly metrics: Metrics,
    clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.accounts = mtnMomoAccounts(config);
    this.tokens = new MtnMomoTokens(clock, (mode, product) => this.issueToken(mode, product));
    const origin = config.callbackUrl?.replace(/\/+$/, '') ?? `http://127.0.0.1:${config.ports.dashboard}`;
    const token = encodeURIComponent(config.callbackSecret);
    // MTN calls back by POST in its sandbox and by PUT elsewhere (§6): this address takes every method.
    this.callbackUrl = `${origin}/api/payments/ipn/momo?token=${token}`;
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

  /** Counts a call by what its answer meant. Sandbox and live are kept apart, or trouble in one would hide in the other. */
  measure(mode: Mode, operation: string, outcome: string, durationMs: number): void {
    const provider = measuredName(mode);
    this.metrics.providerCallsTotal.inc({ provider, operation, outcome });
    this.metrics.providerCallDurationSeconds.observe({ provider, operation }, durationMs / 1000);
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
      const circuit = `${measuredName(call.mode)}:${call.product}`;
      const { status, text } = await this.breakers.execute(circuit, () => this.sendSigned(signed));
      return readResponse(status, text, performance.now() - startedAt);
    } catch (error) {
      return wireFailure(error, performance.now() - startedAt);
    }
  }

  /** A token may end earlier than MTN said. A call that was answered 401 has had no effect, so it is made once more. */
  private async sendSigned(call: SignedCall): Promise<Raw> {
    const token = await this.tokens.get(call.mode, call.product);
    const answer = await this.send(call, token);
    if (answer.status !== 401) return withoutOutage(answer);
    this.tokens.drop(call.mode, call.product, token);
    return withoutOutage(await this.send(call, await this.tokens.get(call.mode, call.product)));
  }

  private send({ method, account, subscriptionKey, path, headers, body }: SignedCall, token: string): Promise<Raw> {
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

  private async issueToken(mode: Mode, product: Product): Promise<IssuedToken> {
    const startedAt = performance.now();
    const measure = (outcome: string) => this.measure(mode, 'token', outcome, performance.now() - startedAt);
    try {
      const token = await this.requestToken(mode, product);
      measure('issued');
      return token;
    } catch (error) {
      measure('unavailable');
      // Whatever became of the token, the request that needs it has certainly not been sent.
      throw error instanceof AnswerLost ? new NotSent(`no token: ${error.reason}`, error) : error;
    }
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

  private reportRefusal({ status, text }: Raw, mode: Mode, product: Product): void {
    const said = readResponse(status, text, 0).message ?? 'without a word';
    const words = `MTN MoMo gives no token for ${product} in ${mode} mode: HTTP ${status}, ${said}`;
    if (status >= 400 && status < 500 && status !== 429) this.logger.error(words);
    else this.logger.warn(words);
  }
}

function measuredName(mode: Mode): string {
  return mode === 'live' ? 'mtn-momo' : 'mtn-momo-sandbox';
}

/** Codes are MTN's own words; without one, these statuses come from the gateway. */
function withoutOutage(answer: Raw): Raw {
  const isGateway = answer.status === 502 || answer.status === 503 || answer.status === 504;
  if (isGateway && readResponse(answer.status, answer.text, 0).code === null) throw new GatewayOutage(answer);
  return answer;
}

function wireFailure(error: unknown, durationMs: number): WireAnswer {
  if (error instanceof GatewayOutage) return readResponse(error.answer.status, error.answer.text, durationMs);
  if (error instanceof AnswerLost) return { kind: 'lost', durationMs, problem: `the answer was lost: ${error.reason}` };
  if (error instanceof NotSent) return { kind: 'not_sent', durationMs, problem: `nothing was sent: ${error.reason}` };
  if (error instanceof CircuitOpen) return { kind: 'not_sent', durationMs, problem: 'nothing was sent: circuit open' };
  throw error;
}
