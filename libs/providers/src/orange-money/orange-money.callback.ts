import { isJsonObject } from '../wire.js';
import { isPayToken } from './orange-money-wire.js';

/** The tokens that a callback speaks of, in the three places where they were seen (Orange page §B8). It proves nothing. */
export function readOrangeMoneyCallback(fields: Readonly<Record<string, unknown>>): string[] {
  const places = [fields, fields['data'], fields['payment']].filter(isJsonObject);
  return [...new Set(places.map((place) => place['payToken']).filter(isPayToken))];
}
