import { isJsonObject } from '../wire.js';

/** Printable and without blanks: what is looked up in the database comes from a stranger. */
const PAY_TOKEN = /^[\x21-\x7e]{1,128}$/;

/** The tokens that a callback speaks of, in the three places where they were seen (Orange page §B8). It proves nothing. */
export function readOrangeMoneyCallback(fields: Readonly<Record<string, unknown>>): string[] {
  const places = [fields, fields['data'], fields['payment']].filter(isJsonObject);
  const tokens = places.map((place) => place['payToken']);
  return [...new Set(tokens.filter((token): token is string => typeof token === 'string' && PAY_TOKEN.test(token)))];
}
