import type { FastifyRequest } from 'fastify';
import { formatDecimal, parseDecimal } from '../decimal.js';
import { isJsonObject, readJsonObject, type JsonObject } from '../http/json-body.js';
import type { Party } from '../transactions/transaction.js';
import { badRequest, refusal } from './mtn-momo.errors.js';
import { MTN_MOMO_SANDBOX, type MtnMomoProduct } from './mtn-momo-settings.js';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MSISDN = /^[1-9]\d{5,14}$/;
const LONGEST_TEXT = 160;
const PARTY_TYPES = ['MSISDN', 'EMAIL', 'PARTY_CODE'];

export interface MtnMomoMoney {
  readonly amount: string;
  readonly currency: string;
  readonly externalId: string | null;
  readonly payerMessage: string | null;
  readonly payeeNote: string | null;
}

/** The first segment of every product path. */
export function productOf(request: FastifyRequest): MtnMomoProduct {
  return request.url.startsWith('/collection/') ? 'collection' : 'disbursement';
}

/** @throws MtnMomoError 400 for anything but a UUID of version 4. */
export function readReference(text: string | undefined): string {
  if (text === undefined || !UUID_V4.test(text)) throw badRequest();
  return text.toLowerCase();
}

/** @throws MtnMomoError 400 when there is no JSON object. */
export function readBody(body: unknown): JsonObject {
  const object = readJsonObject(body);
  if (object === null) throw badRequest();
  return object;
}

/** The fields that every creating call has (§3.2). The amount comes back in its shortest form, as the server keeps it. */
export function readMoney(body: JsonObject): MtnMomoMoney {
  const amount = typeof body['amount'] === 'string' ? parseDecimal(body['amount']) : null;
  if (amount === null || amount === 0n || typeof body['currency'] !== 'string') throw badRequest();
  return {
    amount: formatDecimal(amount),
    currency: body['currency'],
    externalId: readText(body['externalId'], Infinity),
    payerMessage: readText(body['payerMessage'], LONGEST_TEXT),
    payeeNote: readText(body['payeeNote'], LONGEST_TEXT),
  };
}

/** Kept apart from the body's form, because it answers 500 where the form answers 400. */
export function requireSandboxCurrency(currency: string): void {
  if (currency !== MTN_MOMO_SANDBOX.currency) throw refusal('INVALID_CURRENCY');
}

/** @throws MtnMomoError 400, or 500 for a party whose fields are null, as the operator's own tests saw it (§5.2). */
export function readParty(value: unknown): Party {
  if (!isJsonObject(value)) throw badRequest();
  const { partyIdType: type, partyId: id } = value;
  if (type === null || id === null) throw refusal('INTERNAL_PROCESSING_ERROR');
  if (typeof type !== 'string' || typeof id !== 'string' || !PARTY_TYPES.includes(type) || id === '') {
    throw badRequest();
  }
  if (type === 'MSISDN' && !MSISDN.test(id)) throw badRequest();
  return { type, id };
}

/** The notice after a payment: 1 to 160 characters (§3.4). */
export function readNotification(body: unknown): string {
  const message = readText(readBody(body)['notificationMessage'], LONGEST_TEXT);
  if (!message) throw badRequest();
  return message;
}

/** In the path the type of a holder is in lower case, unlike in bodies (§9 no. 9). */
export function requireHolderType(text: string): void {
  if (!PARTY_TYPES.some((type) => type.toLowerCase() === text)) throw badRequest();
}

function readText(value: unknown, longest: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string' || value.length > longest) throw badRequest();
  return value;
}
