import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock, type Mode } from '#kernel';
import { CircuitBreakers, CONFIG, HttpOutbound, Metrics, NotSent, type Config } from '#platform';
import { AccessTokens, type IssuedToken } from '../access-tokens.js';
import { CallMeter } from '../call-meter.js';
import { callbackAddress } from '../callback-address.js';
import { GatewayOutage, readBody, readToken, wireFailure, type RawAnswer, type WireAnswer } from '../wire.js';
import { orangeWebAccounts, type OrangeWebAccount, type OrangeWebAccounts } from './orange-web-accounts.js';

/** The calls of the API (Orange page §A2). */
export type OrangeWebPath = 'webpayment' | 'transactionstatus';

export interface OrangeWebCall {
  readonly mode: Mode;
  readonly path: OrangeWebPath;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
}

/** One token serves the whole API. */
const REALM = 'api';
/** Orange takes no longer addresses (§A2). */
const LONGEST_URL = 120;
/** A call may take two tokens and two attempts, each as long as one answer may. */
const ATTEMPTS = 4;

/**
 * Speaks HTTP to api.orange.com: credentials, tokens, time-outs, circuits. What goes wrong on the way is a WireAnswer as
 * well; nothing but our own mistakes is thrown. A circuit is one kind of call in one mode.
 */
@Injectable()
export class OrangeWebClient {
  readonly meter: CallMeter;
  /** Where Orange is to give notice (§A4). */
  readonly notifUrl: string;
  /** After this long no call is under way any more. */
  readonly callMs: number;
  private readonly logger = new Logger('OrangeWeb');
  private readonly accounts: OrangeWebAccounts;
  private readonly tokens: AccessTokens<typeof REALM>;
  private readonly timeoutMs: number;

  constructor(
    private readonly outbound: HttpOutbound,
    private readonly breakers: CircuitBreakers,
    metrics: Metrics,
    clock: Clock,
    @Inject(CONFIG) config: Config,
  ) {
    this.accounts = orangeWebAccounts(config);
    this.meter = new CallMeter(metrics, 'orange-web');
    this.tokens = new AccessTokens(clock, (mode) => this.meter.issuing(mode, () => this.requestToken(mode)));
    this.notifUrl = noticeAddress(config);
    this.timeoutMs = config.operatorTimeoutMs;
    this.callMs = ATTEMPTS * config.operatorTimeoutMs;
  }

  /** Null for a mode that is not configured. */
  account(mode: Mode): OrangeWebAccount | null {
    return this.accounts[mode];
  }

  async post(call: OrangeWebCall): Promise<WireAnswer> {
    const startedAt = performance.now();
    try {
      const account = this.credentials(call.mode);
      const circuit = `${this.meter.name(call.mode)}:${call.path}`;
      const answer = await this.breakers.execute(circuit, () => this.sendSigned(account, call));
      return readBody(answer, performance.now() - startedAt);
    } catch (error) {
      const durationMs = performance.now() - startedAt;
      return error instanceof GatewayOutage ? readBody(error.answer, durationMs) : wireFailure(error, durationMs);
    }
  }

  private async sendSigned(account: OrangeWebAccount, call: OrangeWebCall): Promise<RawAnswer> {
    const answer = await this.tokens.spend(call.mode, REALM, (token) => this.send(account, call, token));
    // Nothing that this API tells of a payment is told with such a status.
    if (answer.status >= 500) throw new GatewayOutage(answer);
    return answer;
  }

  private send(
    { baseUrl, environment }: OrangeWebAccount,
    { path, headers, body }: OrangeWebCall,
    token: string,
  ): Promise<RawAnswer> {
    return this.outbound.request({
      method: 'POST',
      url: `${baseUrl}/orange-money-webpay/${environment}/v1/${path}`,
      headers: {
        ...headers,
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
      timeoutMs: this.timeoutMs,
    });
  }

  /** Lives of 90 days and of an hour were seen: what is said counts (§A1). */
  private async requestToken(mode: Mode): Promise<IssuedToken> {
    const { baseUrl, clientId, clientSecret } = this.credentials(mode);
    const answer = await this.outbound.request({
      method: 'POST',
      url: `${baseUrl}/oauth/v3/token`,
      headers: {
        authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      timeoutMs: this.timeoutMs,
    });
    const token = answer.status === 200 ? readToken(answer.text) : null;
    if (token) return token;
    const words = `Orange Web Payment gives no token in ${mode} mode: HTTP ${answer.status}`;
    if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) this.logger.error(words);
    else this.logger.warn(words);
    throw new NotSent(`no token: HTTP ${answer.status}`);
  }

  private credentials(mode: Mode): OrangeWebAccount {
    const account = this.accounts[mode];
    if (!account) throw new NotSent(`Orange Web Payment is not configured in ${mode} mode`);
    return account;
  }
}

/**
 * A notice proves itself by a token of its own. The secret of callbacks is part of the address as well, as with other
 * operators, unless that makes it longer than Orange takes it.
 */
function noticeAddress(config: Config): string {
  const address = callbackAddress(config, { operator: 'orange-money' });
  return address.length <= LONGEST_URL ? address : address.replace(/&token=.*$/, '');
}
