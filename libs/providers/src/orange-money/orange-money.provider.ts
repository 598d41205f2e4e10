import { Injectable, Logger } from '@nestjs/common';
import type { Mode, Msisdn } from '#kernel';
import { OperatorTokens } from '../operator-tokens.service.js';
import { ProviderUnavailable } from '../provider.errors.js';
import type {
  AccountHolder,
  Answered,
  CollectRequest,
  CollectsPayments,
  NamesRequests,
  PayOutRequest,
  PaysOut,
  Provider,
  ReceivesCallbacks,
  RefundRequest,
  RefundsPayments,
  StatusRequest,
  VerifiesHolders,
} from '../provider.port.js';
import { answered, type Reading } from '../reading.js';
import { storedBody } from '../stored-body.js';
import { textOf } from '../wire.js';
import { readInit, readPay, readStatus, saysNobody, type PayReading } from './orange-money-answers.js';
import { readOrangeMoneyCallback } from './orange-money.callback.js';
import { OrangeMoneyClient } from './orange-money.client.js';
import { HOME, MOVEMENTS, payBody, type Movement, type Payment } from './orange-money.requests.js';
import { isPayToken, type WireAnswer } from './orange-money-wire.js';

/** Names under which calls are measured and stored. */
const OPERATIONS = {
  collection: { init: 'collect-init', create: 'collect', status: 'collection-status' },
  refund: { init: 'refund-init', create: 'refund', status: 'refund-status' },
  payout: { init: 'pay-out-init', create: 'pay-out', status: 'pay-out-status' },
} as const satisfies Record<Movement, object>;

const NAME = 'orange-money';
const HTTP_OK = 200;
const LONGEST_NAME = 160;
const NO_HOLDER: AccountHolder = { active: false, name: null };

/** What is to be paid, and headers that the simulator alone understands. */
type Creation = Payment & { readonly mode: Mode; readonly headers?: Readonly<Record<string, string>> };

/**
 * Orange Money Cameroon (Orange page, part B). Orange takes no reference of ours: it gives out a payToken that can be paid
 * with once. The token is kept under our reference before it is paid with, which makes every call safe to repeat (§B9).
 */
@Injectable()
export class OrangeMoneyProvider
  implements Provider, CollectsPayments, RefundsPayments, PaysOut, VerifiesHolders, ReceivesCallbacks, NamesRequests
{
  readonly name = NAME;
  private readonly logger = new Logger('OrangeMoney');

  constructor(
    private readonly client: OrangeMoneyClient,
    private readonly tokens: OperatorTokens,
  ) {}

  serves(mode: Mode): boolean {
    return this.client.account(mode) !== null;
  }

  collect(request: CollectRequest): Promise<Answered> {
    return this.create('collection', { ...request, subscriber: request.payer });
  }

  collectionStatus(request: StatusRequest): Promise<Answered> {
    return this.status('collection', request);
  }

  async refund(request: RefundRequest): Promise<Answered> {
    const headers = await this.refundHeaders(request);
    return this.create('refund', { ...request, subscriber: request.payer, headers });
  }

  refundStatus(request: StatusRequest): Promise<Answered> {
    return this.status('refund', request);
  }

  payOut(request: PayOutRequest): Promise<Answered> {
    return this.create('payout', { ...request, subscriber: request.payee });
  }

  payOutStatus(request: StatusRequest): Promise<Answered> {
    return this.status('payout', request);
  }

  async accountHolder(mode: Mode, number: Msisdn): Promise<AccountHolder> {
    const account = this.client.account(mode);
    if (!account) throw new ProviderUnavailable();
    if (number.country !== HOME) return NO_HOLDER;
    const body = { pin: account.channelPin, channelMsisdn: account.channelMsisdn };
    const wire = await this.client.post({ mode, path: `infos/subscriber/customer/${number.national}`, body });
    const outcome = wire.kind === 'answered' ? 'answered' : 'unavailable';
    this.client.meter.count(mode, 'account-holder', outcome, wire.durationMs);
    if (wire.kind !== 'answered') throw new ProviderUnavailable();
    if (saysNobody(wire)) return NO_HOLDER;
    if (wire.httpStatus !== HTTP_OK || wire.data === null) {
      const { httpStatus, text } = wire;
      this.logger.warn('account-holder: the answer was not understood', { httpStatus, body: storedBody(text) });
      throw new ProviderUnavailable();
    }
    const names = [wire.data['firstName'], wire.data['lastName']].map((name) => textOf(name, LONGEST_NAME));
    return { active: true, name: textOf(names.filter(Boolean).join(' '), LONGEST_NAME) };
  }

  readCallback(fields: Readonly<Record<string, unknown>>): string[] {
    return readOrangeMoneyCallback(fields);
  }

  referencesOf(mentions: readonly string[]): Promise<string[]> {
    return this.tokens.references(NAME, mentions);
  }

  async recall(reference: string, name: string): Promise<boolean> {
    if ((await this.tokens.find(NAME, reference)) !== null) return true;
    if (!isPayToken(name)) return false;
    await this.tokens.keep(NAME, reference, name);
    return true;
  }

  private async create(movement: Movement, request: Creation): Promise<Answered> {
    const { reference } = request;
    const known = await this.tokens.find(NAME, reference);
    if (known !== null) return this.pay(movement, request, known, true);
    const made = await this.makeToken(movement, request);
    if (typeof made !== 'string') return made;
    // Committed before anything is paid with it; whoever came first is who pays.
    const kept = await this.tokens.keep(NAME, reference, made);
    return this.pay(movement, request, kept, kept !== made);
  }

  private async makeToken(movement: Movement, { mode, reference }: Creation): Promise<string | Answered> {
    const operation = OPERATIONS[movement].init;
    const wire = await this.client.post({ mode, path: `${MOVEMENTS[movement].family}/init` });
    const reading = readInit(wire);
    if (reading.payToken === null) return this.conclude(reading, mode, operation, reference, wire);
    this.client.meter.count(mode, operation, 'accepted', wire.durationMs);
    return reading.payToken;
  }

  /** @param isRepeat whether the token may have been paid with before, by whoever kept it. */
  private async pay(movement: Movement, request: Creation, payToken: string, isRepeat: boolean): Promise<Answered> {
    const { family, direction } = MOVEMENTS[movement];
    const { mode, reference, headers = {} } = request;
    const account = this.client.account(mode);
    if (!account) throw new ProviderUnavailable();
    const body = payBody(account, payToken, this.client.notifUrl, request);
    const wire = await this.client.post({ mode, path: `${family}/pay`, body, headers });
    const reading = readPay(wire, { mode, direction });
    const first = this.conclude(reading, mode, OPERATIONS[movement].create, reference, wire);
    const unless = reading.unless ?? (isRepeat && speaksOfThisCall(first) ? 'paid' : null);
    return unless === null ? first : this.verify(movement, mode, first, unless);
  }

  /** Asked at once, so that whoever waits for the answer learns whether anything was paid or can be paid anew. */
  private async verify(
    movement: Movement,
    mode: Mode,
    first: Answered,
    unless: NonNullable<PayReading['unless']>,
  ): Promise<Answered> {
    const { reference } = first.exchange;
    const { answer, exchange } = await this.status(movement, { mode, reference, currency: 'XAF' });
    const story = `${first.exchange.body}\nthen asked: ${exchange.httpStatus ?? 'no answer'} ${exchange.body}`;
    const told = { ...first.exchange, body: storedBody(story) };
    if (answer.state === 'unknown_reference') return { answer: first.answer, exchange: told };
    // An earlier call has arrived. What became of it is for the status call to say.
    const isThere = answer.state !== 'pending' || exchange.httpStatus === HTTP_OK;
    return { answer: unless === 'used' && isThere ? { state: 'accepted' } : answer, exchange: told };
  }

  private async status(movement: Movement, request: StatusRequest): Promise<Answered> {
    const { family, direction } = MOVEMENTS[movement];
    const { mode, reference } = request;
    const operation = OPERATIONS[movement].status;
    const payToken = await this.tokens.find(NAME, reference);
    if (payToken === null) return neverAsked(operation, reference);
    // Ours, for the simulator alone: Orange never hears what we did on our side.
    const headers: Record<string, string> = mode === 'sandbox' && request.closed ? { 'x-payment-closed': 'true' } : {};
    const wire = await this.client.get({ mode, path: `${family}/paymentstatus/${payToken}`, headers });
    return this.conclude(readStatus(wire, { mode, direction }), mode, operation, reference, wire);
  }

  /** Which payment a cash-in gives back, for the simulator alone (docs/adr/0008): Orange knows no refunds. */
  private async refundHeaders(request: RefundRequest): Promise<Record<string, string>> {
    const collected = request.mode === 'sandbox' && (await this.tokens.find(NAME, request.collectionReference));
    return collected ? { 'x-refund-of': collected, 'x-refund-id': request.externalId } : {};
  }

  private conclude(reading: Reading, mode: Mode, operation: string, reference: string, wire: WireAnswer): Answered {
    const { answer, alert } = reading;
    this.client.meter.count(mode, operation, answer.state, wire.durationMs);
    if (alert) this.logger[alert.level](`${operation} ${reference}: ${alert.text}`);
    return answered(reading, operation, reference, wire);
  }
}

/**
 * A refusal says nothing of an earlier call with the same token, which may have been carried out. It may even be the
 * reason: a cash-in that was made leaves no money for a second one.
 */
function speaksOfThisCall({ answer }: Answered): boolean {
  return answer.state === 'declined' || answer.state === 'unavailable';
}

/** Tokens are kept before they are paid with: without one, nothing was. Nobody has to be asked. */
function neverAsked(operation: string, reference: string): Answered {
  const body = 'nothing was asked: no payToken was made for this reference';
  return {
    answer: { state: 'unknown_reference' },
    exchange: { operation, reference, httpStatus: null, durationMs: 0, body },
  };
}
