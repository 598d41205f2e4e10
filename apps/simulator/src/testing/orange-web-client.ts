import type { SimulatedOrangeWeb } from '../simulator.js';
import { call, type Answer, type Call } from './http-call.js';

type Fields = Record<string, unknown>;

/** A caller that does everything right, and a payer on its pages. A test only says what it does differently. */
export class OrangeWebClient {
  private token: string | null = null;
  private orders = 0;

  constructor(private readonly orangeWeb: SimulatedOrangeWeb) {}

  order(fields: Fields = {}): Fields {
    this.orders += 1;
    return {
      merchant_key: this.orangeWeb.merchantKey,
      currency: 'OUV',
      order_id: `PAY-${this.orders}`,
      amount: 2500,
      return_url: 'http://127.0.0.1:9/back',
      cancel_url: 'http://127.0.0.1:9/cancelled',
      notif_url: 'http://127.0.0.1:9/nobody',
      lang: 'en',
      reference: 'Shop',
      ...fields,
    };
  }

  create(order: Fields = this.order()): Promise<Answer> {
    return this.post('webpayment', { body: order });
  }

  /** How an order stands that was answered so. */
  async status({ order_id, amount }: Fields, { body }: Answer, headers: Call['headers'] = {}): Promise<Answer> {
    const asked = { order_id, amount, pay_token: body['pay_token'] };
    return this.post('transactionstatus', { body: asked, headers });
  }

  /** What a browser without scripts sends when the form of the page is filled in. */
  confirm({ body }: Answer, msisdn: string, code = '1234'): Promise<Response> {
    const form = new URLSearchParams({ msisdn, code });
    return fetch(String(body['payment_url']), { method: 'POST', body: form, redirect: 'manual' });
  }

  async post(path: string, { headers, body }: Call): Promise<Answer> {
    this.token ??= String((await this.login()).body['access_token']);
    const url = `${this.orangeWeb.baseUrl}/orange-money-webpay/dev/v1/${path}`;
    return call('POST', url, { headers: { authorization: `Bearer ${this.token}`, ...headers }, body });
  }

  login(headers: Call['headers'] = {}, body = 'grant_type=client_credentials'): Promise<Answer> {
    const { clientId, clientSecret, baseUrl } = this.orangeWeb;
    const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    return call('POST', `${baseUrl}/oauth/v3/token`, { headers: { authorization, ...form, ...headers }, body });
  }
}
