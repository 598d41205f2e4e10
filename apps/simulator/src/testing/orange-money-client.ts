import type { SimulatedOrangeMoney } from '../simulator.js';
import { call, type Answer, type Call } from './http-call.js';

type Fields = Record<string, unknown>;
type Headers = Call['headers'];

/** A caller that does everything right, so that a test only says what it does differently. */
export class OrangeMoneyClient {
  private token: string | null = null;

  constructor(private readonly orangeMoney: SimulatedOrangeMoney) {}

  /** A merchant payment: the token, then what is paid with it. */
  async pay(subscriber: string, fields: Fields = {}): Promise<Answer & { payToken: string }> {
    const payToken = await this.init('mp');
    return { payToken, ...(await this.payWith('mp', payToken, subscriber, fields)) };
  }

  async cashIn(subscriber: string, fields: Fields = {}, headers: Headers = {}): Promise<Answer & { payToken: string }> {
    const payToken = await this.init('cashin');
    return { payToken, ...(await this.payWith('cashin', payToken, subscriber, fields, headers)) };
  }

  async init(operation: string): Promise<string> {
    return String(dataOf(await this.post(`${operation}/init`))['payToken']);
  }

  payWith(operation: string, payToken: string, subscriber: string, fields: Fields = {}, headers: Headers = {}) {
    const body = { ...this.payment(), payToken, subscriberMsisdn: subscriber, ...fields };
    return this.post(`${operation}/pay`, { body, headers });
  }

  async status(payToken: string, operation = 'mp', headers: Headers = {}): Promise<Fields> {
    return dataOf(await this.get(`${operation}/paymentstatus/${payToken}`, headers));
  }

  async get(path: string, headers: Headers = {}): Promise<Answer> {
    return call('GET', this.urlOf(path), { headers: { ...(await this.headers()), ...headers } });
  }

  async post(path: string, { headers, body }: Call = {}): Promise<Answer> {
    return call('POST', this.urlOf(path), { headers: { ...(await this.headers()), ...headers }, body });
  }

  login(headers: Headers = {}, body = 'grant_type=client_credentials'): Promise<Answer> {
    const { consumerKey, consumerSecret, baseUrl } = this.orangeMoney;
    const authorization = `Basic ${base64(`${consumerKey}:${consumerSecret}`)}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return call('POST', `${baseUrl}/token`, { headers: { authorization, ...form, ...headers }, body });
  }

  get channel(): { channelUserMsisdn: string; pin: string } {
    return { channelUserMsisdn: this.orangeMoney.channelMsisdn, pin: this.orangeMoney.channelPin };
  }

  private async headers(): Promise<Record<string, string>> {
    this.token ??= String((await this.login()).body['access_token']);
    const { apiUsername, apiPassword } = this.orangeMoney;
    return { authorization: `Bearer ${this.token}`, 'x-auth-token': base64(`${apiUsername}:${apiPassword}`) };
  }

  private payment(): Fields {
    return {
      ...this.channel,
      amount: '2500',
      orderId: 'PAY00042',
      description: 'Commande 42',
      notifUrl: 'http://127.0.0.1:9/nobody',
    };
  }

  private urlOf(path: string): string {
    return `${this.orangeMoney.baseUrl}/omcoreapis/1.0.2/${path}`;
  }
}

export function dataOf({ body }: Answer): Fields {
  return (body['data'] ?? {}) as Fields;
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
