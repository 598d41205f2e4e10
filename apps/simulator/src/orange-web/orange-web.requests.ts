import { parseDecimal } from '../decimal.js';
import { readJsonObject, type JsonObject } from '../http/json-body.js';
import { invalidField } from './orange-web.errors.js';
import { ORANGE_WEB_SANDBOX } from './orange-web-settings.js';

const ORDER_ID = /^[\x21-\x7e]{1,30}$/;
const LONGEST_REFERENCE = 30;
const LONGEST_URL = 120;
const NUMBER = /^(?:\+?237)?([26]\d{8})$/;
const CODE = /^\d{4,8}$/;

/** A call for a payment page (Orange page §A2); the merchant key is checked apart from it. */
export interface OrangeWebOrderRequest {
  readonly orderId: string;
  /** Decimal text in major units. */
  readonly amount: string;
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly notifUrl: string;
  readonly lang: 'fr' | 'en';
  /** Who is paid, as the page shows it. */
  readonly reference: string;
}

export interface OrangeWebStatusRequest {
  readonly orderId: string;
  readonly amount: string;
  readonly payToken: string;
}

/** @throws OrangeWebError 400 when there is no JSON object. */
export function readBody(body: unknown): JsonObject {
  const object = readJsonObject(body);
  if (object === null) throw invalidField('body');
  return object;
}

/** @throws OrangeWebError 400 that names the first field that is missing or wrong. */
export function readOrder(body: JsonObject): OrangeWebOrderRequest {
  if (body['currency'] !== ORANGE_WEB_SANDBOX.currency) throw invalidField('currency');
  const { lang, reference } = body;
  if (lang !== 'fr' && lang !== 'en') throw invalidField('lang');
  if (typeof reference !== 'string' || reference.length > LONGEST_REFERENCE) throw invalidField('reference');
  return {
    orderId: readOrderId(body),
    amount: readAmount(body),
    returnUrl: readUrl(body, 'return_url'),
    cancelUrl: readUrl(body, 'cancel_url'),
    notifUrl: readUrl(body, 'notif_url'),
    lang,
    reference,
  };
}

/** @throws OrangeWebError 400. */
export function readStatusRequest(body: JsonObject): OrangeWebStatusRequest {
  const { pay_token: payToken } = body;
  if (typeof payToken !== 'string') throw invalidField('pay_token');
  return { orderId: readOrderId(body), amount: readAmount(body), payToken };
}

/** What a payer typed; null for what is no number of Cameroon. */
export function readNumber(text: string): string | null {
  return NUMBER.exec(text.replace(/[\s.-]/g, ''))?.[1] ?? null;
}

/** Any code will do: the sandbox keeps none. */
export const isCode = (text: string): boolean => CODE.test(text.trim());

function readOrderId(body: JsonObject): string {
  const { order_id: orderId } = body;
  if (typeof orderId === 'string' && ORDER_ID.test(orderId)) return orderId;
  throw invalidField('order_id');
}

function readAmount(body: JsonObject): string {
  const { amount } = body;
  if (typeof amount === 'number' && amount > 0 && parseDecimal(String(amount)) !== null) return String(amount);
  throw invalidField('amount');
}

function readUrl(body: JsonObject, field: string): string {
  const value = body[field];
  const url = typeof value === 'string' && value.length <= LONGEST_URL ? URL.parse(value) : null;
  if (url && /^https?:$/.test(url.protocol)) return url.href;
  throw invalidField(field);
}
