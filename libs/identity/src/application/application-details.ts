import { InvalidInput } from '#kernel';

/** What the owner of an application says about it. */
export interface ApplicationDetails {
  readonly name: string;
  readonly description: string | null;
  readonly redirectUri: string | null;
}

const OWN_MACHINE = new Set(['localhost', '127.0.0.1', '[::1]']);

export const descriptionOf = (text: string | null): string | null => text?.trim() || null;

/**
 * The address to send people back to, as it was given; null for a blank one. Throws InvalidInput for what is no https
 * address, or has a fragment or credentials; http is let through for the own machine, where integrations are written.
 */
export function redirectUriOf(text: string | null): string | null {
  const given = text?.trim() ?? '';
  if (given === '') return null;
  const url = URL.canParse(given) && !/[\s\p{Cc}]/u.test(given) ? new URL(given) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && OWN_MACHINE.has(url.hostname));
  if (!url || !isSafe) throw invalid('must be an address that begins with https://');
  if (given.includes('#')) throw invalid('must not have a fragment');
  if (url.username !== '' || url.password !== '') throw invalid('must not contain a username or password');
  return given;
}

const invalid = (sentence: string): InvalidInput => new InvalidInput({ redirectUri: [sentence] });
