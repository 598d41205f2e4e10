import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, type Mode } from '#kernel';
import { CircuitBreakers, CONFIG, HttpOutbound, Metrics, NotSent, type Config } from '#platform';
import { AccessTokens, type IssuedToken } from '../access-tokens.js';
import { CallMeter } from '../call-meter.js';
import { callbackAddress } from '../callback-address.js';
import { GatewayOutage, readToken, wireFailure, type RawAnswer } from '../wire.js';
import { orangeMoneyAccounts, type OrangeMoneyAccount, type OrangeMoneyAccounts } from './orange-money-accounts.js';
import { readResponse, type WireAnswer } from './orange-money-wire.js';

export interface OrangeMoneyCall {
  readonly mode: Mode;
  /** Below the version of the API, such as `mp/init`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface SignedCall extends OrangeMoneyCall {
  readonly method: 'GET' | 'POST';
  readonly account: OrangeMoneyAccount;
}

const API = '/omcoreapis/1.0.2/';
/** One token serves the whole API. */
const REALM = 'api';

/**
 * Speaks HTTP to Orange Money Cameroon: credentials, tokens, time-outs, circuits. What goes wrong on the way is a WireAnswer
 * as well; nothing but our own mistakes is thrown. A circuit is one kind of call in one mode.
 */
@Injectable()
export class OrangeMoneyClient {
  readonly meter: CallMeter;
  /** Where Orange is to call back (Orange page §B8). */
  readonly notifUrl: string;
  private readonly logger = new Logger('OrangeMoney');
  private readonly accounts: OrangeMoneyAccounts;
  private readonly tokens: AccessTokens<typeof REALM>;
  private readonly timeoutMs: number;

  constructor(
    private readonly outbound: HttpOutbound,
    private readonly breakers: CircuitBreakers,
    metrics: Metrics,
    clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.accounts = orangeMoneyAccounts(config);
    this.meter = new CallMeter(metrics, 'orange-money');
    this.tokens = new AccessTokens(clock, (mode) => this.meter.issuing(mode, () => this.requestToken(mode)));
    this.notifUrl = callbackAddress(config, { operator: 'orange-money' });
    this.timeoutMs = config.operatorTimeoutMs;
  }

  /** Null for a mode that is not configured. */
  account(mode: Mode): OrangeMoneyAccount | null {
    return this.accounts[mode];
  }

  post(call: OrangeMoneyCall): Promise<WireAnswer> {
    return this.call('POST', call);
  }

  get(call: OrangeMoneyCall): Promise<WireAnswer> {
    return this.call('GET', call);
  }

  private async call(method: 'GET' | 'POST', call: OrangeMoneyCall): Promise<WireAnswer> {
    const startedAt = performance.now();
    try {
      const signed = { ...call, method, account: this.credentials(call.mode) };
      const circuit = `${this.meter.name(call.mode)}:${call.path.split('/')[0]}`;
      const answer = await this.breakers.execute(circuit, () => this.sendSigned(signed));
      return readResponse(answer, performance.now() - startedAt);
    } catch (error) {
      const durationMs = performance.now() - startedAt;
      return error instanceof GatewayOutage ? readResponse(error.answer, durationMs) : wireFailure(error, durationMs);
    }
  }

  private async sendSigned(call: SignedCall): Promise<RawAnswer> {
    return withoutOutage(await this.tokens.spend(call.mode, REALM, (token) => this.send(call, token)));
  }

  private send({ method, account, path, headers, body }: SignedCall, token: string): Promise<RawAnswer> {
    return this.outbound.request({
      method,
      url: account.baseUrl + API + path,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        'x-auth-token': base64(`${account.apiUsername}:${account.apiPassword}`),
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      timeoutMs: this.timeoutMs,
    });
  }

  /** Orange hands out the same token until it ends, with the life that it still has (§B2). */
  private async requestToken(mode: Mode): Promise<IssuedToken> {
    const { baseUrl, consumerKey, consumerSecret } = this.credentials(mode);
    const answer = await this.outbound.request({
      method: 'POST',
      url: `${baseUrl}/token`,
      headers: {
        authorization: `Basic ${base64(`${consumerKey}:${consumerSecret}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      timeoutMs: this.timeoutMs,
    });
    const token = answer.status === 200 ? readToken(answer.text) : null;
    if (token) return token;
    this.reportRefusal(answer, mode);
    throw new NotSent(`no token: HTTP ${answer.status}`);
  }

  private credentials(mode: Mode): OrangeMoneyAccount {
    const account = this.accounts[mode];
    if (!account) throw new NotSent(`Orange Money is not configured in ${mode} mode`);
    return account;
  }

  private reportRefusal(answer: RawAnswer, mode: Mode): void {
    const { fault, message } = readResponse(answer, 0);
    const words = `Orange Money gives no token in ${mode} mode: HTTP ${answer.status}, ${fault ?? message ?? 'without a word'}`;
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) this.logger.error(words);
    else this.logger.warn(words);
  }
}

/** The API answers in JSON; whatever stands before it and answers 5xx has nobody behind it (§B2). */
function withoutOutage(answer: RawAnswer): RawAnswer {
  if (answer.status < 500) return answer;
  const { json, fault } = readResponse(answer, 0);
  if (json === null || fault !== null) throw new GatewayOutage(answer);
  return answer;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
