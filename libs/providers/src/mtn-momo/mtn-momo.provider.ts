import { Injectable, Logger } from '@nestjs/common';
import type { Mode, Money, Msisdn } from '#kernel';
import { ProviderUnavailable } from '../provider.errors.js';
import type {
  AccountHolder,
  Answered,
  CollectRequest,
  CollectsPayments,
  PayOutRequest,
  PaysOut,
  Provider,
  ReceivesCallbacks,
  RefundRequest,
  RefundsPayments,
  StatusRequest,
  TellsBalance,
  VerifiesHolders,
} from '../provider.port.js';
import { answered, type Reading } from '../reading.js';
import { storedBody } from '../stored-body.js';
import { textOf } from '../wire.js';
import { PRODUCTS, type Product } from './mtn-momo-accounts.js';
import { readAmount } from './mtn-momo-amounts.js';
import { readCreation, readStatus } from './mtn-momo-answers.js';
import { readMtnMomoCallback } from './mtn-momo.callback.js';
import { MtnMomoClient } from './mtn-momo.client.js';
import { collectionBody, MOVEMENTS, payOutBody, refundBody, type Movement } from './mtn-momo.requests.js';
import type { WireAnswer, WireResponse } from './mtn-momo-wire.js';

/** Names under which calls are measured and stored. */
const OPERATIONS = {
  collection: { create: 'collect', status: 'collection-status' },
  refund: { create: 'refund', status: 'refund-status' },
  payout: { create: 'pay-out', status: 'pay-out-status' },
} as const satisfies Record<Movement, { create: string; status: string }>;

/** MTN serves us in Cameroon; in the sandbox its euros stand for francs. */
const HOME_CURRENCY = 'XAF';
const LONGEST_NAME = 160;

type Creation = Pick<CollectRequest, 'mode' | 'reference' | 'amount'>;

/** MTN MoMo (MTN page). Every call is safe to repeat: MTN takes a reference once and answers 409 from then on (§7). */
@Injectable()
export class MtnMomoProvider
  implements Provider, CollectsPayments, RefundsPayments, PaysOut, VerifiesHolders, TellsBalance, ReceivesCallbacks
{
  readonly name = 'mtn-momo';
  private readonly logger = new Logger('MtnMomo');

  constructor(private readonly client: MtnMomoClient) {}

  serves(mode: Mode): boolean {
    return this.client.account(mode) !== null;
  }

  collect(request: CollectRequest): Promise<Answered> {
    return this.create('collection', request, collectionBody(request));
  }

  collectionStatus(request: StatusRequest): Promise<Answered> {
    return this.status('collection', request);
  }

  refund(request: RefundRequest): Promise<Answered> {
    return this.create('refund', request, refundBody(request));
  }

  refundStatus(request: StatusRequest): Promise<Answered> {
    return this.status('refund', request);
  }

  payOut(request: PayOutRequest): Promise<Answered> {
    return this.create('payout', request, payOutBody(request));
  }

  payOutStatus(request: StatusRequest): Promise<Answered> {
    return this.status('payout', request);
  }

  /** A number without a wallet is `false` in production and was 404 before (§3.4). */
  async accountHolder(mode: Mode, number: Msisdn): Promise<AccountHolder> {
    const path = `/collection/v1_0/accountholder/msisdn/${number.digits}`;
    const wire = await this.lookUp(mode, 'collection', 'account-holder', `${path}/active`);
    if (wire.httpStatus === 404 && wire.code === 'RESOURCE_NOT_FOUND') return NO_HOLDER;
    const result = wire.httpStatus === 200 ? wire.json?.['result'] : undefined;
    if (typeof result !== 'boolean') throw this.notUnderstood('account-holder', wire);
    return result ? { active: true, name: await this.holderName(mode, `${path}/basicuserinfo`) } : NO_HOLDER;
  }

  async balances(mode: Mode): Promise<{ product: string; balance: Money }[]> {
    const keys = this.client.account(mode)?.subscriptionKeys;
    if (!keys) throw new ProviderUnavailable();
    const products = PRODUCTS.filter((product) => keys[product] !== null);
    return Promise.all(products.map(async (product) => ({ product, balance: await this.balance(mode, product) })));
  }

  readCallback(fields: Readonly<Record<string, unknown>>): string[] {
    return readMtnMomoCallback(fields);
  }

  private async create(movement: Movement, request: Creation, body: object): Promise<Answered> {
    const { product, path, direction } = MOVEMENTS[movement];
    const { mode, reference, amount } = request;
    const operation = OPERATIONS[movement].create;
    const wire = await this.client.create({ mode, product, path, reference, body });
    const reading = readCreation(wire, direction);
    const first = this.conclude(reading, mode, operation, reference, wire);
    if (!reading.unlessKnown) return first;
    // Asked at once, so that whoever waits for the answer learns whether the request is there or can be made again.
    const { answer, exchange } = await this.status(movement, { mode, reference, currency: amount.currency });
    const story = `${first.exchange.body}\nthen asked: ${exchange.httpStatus ?? 'no answer'} ${exchange.body}`;
    return {
      answer: answer.state === 'unknown_reference' ? first.answer : answer,
      exchange: { ...first.exchange, body: storedBody(story) },
    };
  }

  private async status(movement: Movement, request: StatusRequest): Promise<Answered> {
    const { product, path, direction } = MOVEMENTS[movement];
    const { mode, reference, currency } = request;
    // Ours, for the simulator alone: MTN never hears what we did on our side.
    const headers: Record<string, string> = mode === 'sandbox' && request.closed ? { 'x-payment-closed': 'true' } : {};
    const wire = await this.client.get({ mode, product, path: `${path}/${reference}`, headers });
    const reading = readStatus(wire, { mode, direction, currency });
    return this.conclude(reading, mode, OPERATIONS[movement].status, reference, wire);
  }

  private conclude(reading: Reading, mode: Mode, operation: string, reference: string, wire: WireAnswer): Answered {
    const { answer, alert } = reading;
    this.client.meter.count(mode, operation, answer.state, wire.durationMs);
    if (alert) this.logger[alert.level](`${operation} ${reference}: ${alert.text}`);
    return answered(reading, operation, reference, wire);
  }

  /** The name is a courtesy: without it the holder is still known to be there. */
  private async holderName(mode: Mode, path: string): Promise<string | null> {
    try {
      const { httpStatus, json } = await this.lookUp(mode, 'collection', 'account-holder-name', path);
      if (httpStatus !== 200 || json === null) return null;
      const parts = [textOf(json['given_name'], LONGEST_NAME), textOf(json['family_name'], LONGEST_NAME)];
      return textOf(json['name'], LONGEST_NAME) ?? textOf(parts.filter(Boolean).join(' '), LONGEST_NAME);
    } catch (error) {
      if (error instanceof ProviderUnavailable) return null;
      throw error;
    }
  }

  private async balance(mode: Mode, product: Product): Promise<Money> {
    const wire = await this.lookUp(mode, product, 'balance', `/${product}/v1_0/account/balance`);
    const { availableBalance, currency } = (wire.httpStatus === 200 && wire.json) || {};
    const balance = readAmount(availableBalance, currency, mode, HOME_CURRENCY);
    if (balance === null) throw this.notUnderstood('balance', wire);
    return balance;
  }

  private async lookUp(mode: Mode, product: Product, operation: string, path: string): Promise<WireResponse> {
    const wire = await this.client.get({ mode, product, path });
    this.client.meter.count(mode, operation, wire.kind === 'answered' ? 'answered' : 'unavailable', wire.durationMs);
    if (wire.kind !== 'answered') throw new ProviderUnavailable();
    return wire;
  }

  private notUnderstood(operation: string, { httpStatus, text }: WireResponse): ProviderUnavailable {
    this.logger.warn(`${operation}: the answer was not understood`, { httpStatus, body: storedBody(text) });
    return new ProviderUnavailable();
  }
}

const NO_HOLDER: AccountHolder = { active: false, name: null };
