import type { PrintLanguage } from '#platform';
import { ENGLISH } from './wording-english.js';
import { FRENCH } from './wording-french.js';
import type { Wording } from './wording.js';

export const WORDING: Readonly<Record<PrintLanguage, Wording>> = { en: ENGLISH, fr: FRENCH };

const isLanguage = (text: unknown): text is PrintLanguage => text === 'en' || text === 'fr';

/** The language that was chosen on the page, or null. */
export const chosenLanguage = (query: unknown): PrintLanguage | null => {
  const { lang } = (query ?? {}) as { lang?: unknown };
  return isLanguage(lang) ? lang : null;
};

/** Of the languages that a browser accepts the one of ours that it likes best; French, which most payers read, for none. */
export function acceptedLanguage(header: string | undefined): PrintLanguage {
  const ranked = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language, weight }) => isLanguage(language) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return (ranked[0]?.language as PrintLanguage | undefined) ?? 'fr';
}
