import { InvalidInput } from '#kernel';
import type { WebhookDialect } from './webhook-dialect.port.js';

type Subscribable = Pick<WebhookDialect, 'events' | 'aliases'>;

const EVERYTHING = '*';
const familyOf = (event: string): string => `${event.slice(0, event.indexOf('.'))}.*`;

/** Every pattern that asks for the event: its name, its other names, its family, and all. */
export function patternsFor(event: string, { aliases }: Subscribable): string[] {
  const otherNames = Object.keys(aliases).filter((alias) => aliases[alias] === event);
  return [EVERYTHING, familyOf(event), event, ...otherNames];
}

/** Throws InvalidInput for `events` unless each pattern asks for something that the dialect sends. */
export function requireKnownPatterns(patterns: readonly string[], dialect: Subscribable): void {
  const known = new Set(dialect.events.flatMap((event) => patternsFor(event, dialect)));
  const unknown = [...new Set(patterns.filter((pattern) => !known.has(pattern)))];
  if (patterns.length === 0) throw new InvalidInput({ events: ['must name at least one event'] });
  if (unknown.length > 0) {
    throw new InvalidInput({ events: unknown.map((pattern) => `${pattern} is not an event that is sent`) });
  }
}
