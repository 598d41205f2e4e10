import { readJsonObject, type JsonObject } from '../http/json-body.js';
import { malformed } from './orange-money.errors.js';

const LONGEST_DESCRIPTION = 125;
const SUBSCRIBER = /^[26]\d{8}$/;
const WHOLE_FRANCS = /^[1-9]\d{0,12}$/;
const ORDER_ID = /^[\w-]{1,20}$/;

/** A pay call (Orange page §B3, §B4). The line and its PIN are checked apart from it. */
export interface OrangeMoneyPayment {
  readonly payToken: string;
  readonly subscriberMsisdn: string;
  readonly amount: string;
  readonly orderId: string;
  readonly description: string | null;
  readonly notifUrl: string | null;
}

/** @throws OrangeMoneyError 400 when there is no JSON object. */
export function readBody(body: unknown): JsonObject {
  const object = readJsonObject(body);
  if (object === null) throw malformed(400, 'The body is not JSON.');
  return object;
}

/** @throws OrangeMoneyError 422 that names the field, as a live client was answered. */
export function readPayment(body: JsonObject, notifUrlDemanded: boolean): OrangeMoneyPayment {
  const { description, notifUrl } = body;
  const hasDescription = description !== undefined && description !== null && description !== '';
  if (hasDescription && (typeof description !== 'string' || description.length > LONGEST_DESCRIPTION)) {
    throw malformed(422, `The Description field must be at most ${LONGEST_DESCRIPTION} characters long.`);
  }
  const hasUrl = notifUrl !== undefined && notifUrl !== null && notifUrl !== '';
  if ((hasUrl || notifUrlDemanded) && !isUrl(notifUrl)) throw malformed(422, 'The NotifUrl field is not a valid URL.');
  return {
    payToken: readText(body, 'payToken', /^\S{1,64}$/, 'is required'),
    subscriberMsisdn: readText(body, 'subscriberMsisdn', SUBSCRIBER, 'must have nine digits'),
    amount: readText(body, 'amount', WHOLE_FRANCS, 'must be a whole number'),
    orderId: readText(body, 'orderId', ORDER_ID, 'must be at most 20 characters long'),
    description: hasDescription ? description : null,
    notifUrl: hasUrl ? (notifUrl as string) : null,
  };
}

/** Nine digits without 237. @throws OrangeMoneyError 422. */
export function requireSubscriber(number: string): void {
  if (!SUBSCRIBER.test(number)) throw malformed(422, 'The subscriberMsisdn field must have nine digits.');
}

function readText(body: JsonObject, field: string, pattern: RegExp, wish: string): string {
  const value = body[field];
  if (typeof value === 'string' && pattern.test(value)) return value;
  throw malformed(422, `The ${field.charAt(0).toUpperCase()}${field.slice(1)} field ${wish}.`);
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}
