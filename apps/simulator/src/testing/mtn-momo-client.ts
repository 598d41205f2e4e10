import { randomUUID } from 'node:crypto';
import type { MtnMomoProduct } from '../mtn-momo/mtn-momo-settings.js';
import type { SimulatedMtnMomo } from '../simulator.js';
import { call, type Answer, type Call } from './http-call.js';

type Headers = Call['headers'];

/** A caller that does everything right, so that a test only says what it does differently. */
export class MtnMomoClient {
  private readonly tokens = new Map<MtnMomoProduct, string>();

  constructor(private readonly mtnMomo: SimulatedMtnMomo) {}

  async requestToPay(payer: string, body: Record<string, unknown> = {}, headers: Headers = {}) {
    const payment = { ...this.money(), payer: { partyIdType: 'MSISDN', partyId: payer }, ...body };
    return this.create('collection', 'v1_0/requesttopay', payment, headers);
  }

  async transfer(payee: string, body: Record<string, unknown> = {}, headers: Headers = {}) {
    const payout = { ...this.money(), payee: { partyIdType: 'MSISDN', partyId: payee }, ...body };
    return this.create('disbursement', 'v1_0/transfer', payout, headers);
  }

  async refund(original: string, body: Record<string, unknown> = {}, headers: Headers = {}, version = 'v1_0') {
    const refund = { ...this.money(), referenceIdToRefund: original, ...body };
    return this.create('disbursement', `${version}/refund`, refund, headers);
  }

  async paymentStatus(reference: string, headers: Headers = {}): Promise<Answer> {
    return this.get('collection', `v1_0/requesttopay/${reference}`, headers);
  }

  async transferStatus(reference: string): Promise<Answer> {
    return this.get('disbursement', `v1_0/transfer/${reference}`);
  }

  async refundStatus(reference: string): Promise<Answer> {
    return this.get('disbursement', `v1_0/refund/${reference}`);
  }

  async get(product: MtnMomoProduct, path: string, headers: Headers = {}): Promise<Answer> {
    return call('GET', this.urlOf(product, path), { headers: { ...(await this.headers(product)), ...headers } });
  }

  async post(product: MtnMomoProduct, path: string, { headers, body }: Call = {}): Promise<Answer> {
    return call('POST', this.urlOf(product, path), { headers: { ...(await this.headers(product)), ...headers }, body });
  }

  async login(product: MtnMomoProduct, { headers, body }: Call = {}, path = 'token/'): Promise<Answer> {
    const { apiUser, apiKey, subscriptionKeys } = this.mtnMomo;
    const usual = {
      authorization: `Basic ${Buffer.from(`${apiUser}:${apiKey}`).toString('base64')}`,
      'ocp-apim-subscription-key': subscriptionKeys[product],
    };
    return call('POST', this.urlOf(product, path), { headers: { ...usual, ...headers }, body });
  }

  private async create(product: MtnMomoProduct, path: string, body: unknown, headers: Headers) {
    const reference = headers?.['x-reference-id'] ?? randomUUID();
    const answer = await this.post(product, path, { body, headers: { 'x-reference-id': reference, ...headers } });
    return { reference, ...answer };
  }

  private async headers(product: MtnMomoProduct): Promise<Record<string, string>> {
    const token = this.tokens.get(product) ?? String((await this.login(product)).body['access_token']);
    this.tokens.set(product, token);
    return {
      authorization: `Bearer ${token}`,
      'ocp-apim-subscription-key': this.mtnMomo.subscriptionKeys[product],
      'x-target-environment': this.mtnMomo.targetEnvironment,
    };
  }

  private money(): Record<string, string> {
    return {
      amount: '2500',
      currency: 'EUR',
      externalId: 'PAY-00042',
      payerMessage: 'Facture 42',
      payeeNote: 'Commande 42',
    };
  }

  private urlOf(product: MtnMomoProduct, path: string): string {
    return `${this.mtnMomo.baseUrl}/${product}/${path}`;
  }
}
