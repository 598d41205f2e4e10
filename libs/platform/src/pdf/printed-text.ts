import { CURRENCY_SCALE, type Currency } from '#kernel';

/** Languages that documents are printed in. */
export type PrintLanguage = 'en' | 'fr';

/** Which rules of writing figures and dates go with a language. */
const LOCALES: Readonly<Record<PrintLanguage, string>> = { en: 'en-GB', fr: 'fr-FR' };
const TIME_ZONE = 'Africa/Douala';
const FRACTION_DIGITS_MAX = 4;

/** Letters of the languages of Cameroon that the built-in fonts of PDF do not have, and what they look like. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  Ɓ: 'B', ɓ: 'b', Ɗ: 'D', ɗ: 'd', Ǝ: 'E', ǝ: 'e', Ə: 'E', ə: 'e', Ɛ: 'E', ɛ: 'e', Ɨ: 'I', ɨ: 'i',
  Ŋ: 'N', ŋ: 'n', Ɔ: 'O', ɔ: 'o', Ʉ: 'U', ʉ: 'u', Ƴ: 'Y', ƴ: 'y', Ꞌ: "'", ꞌ: "'", ʼ: "'",
}; // prettier-ignore
/** The characters of the built-in fonts. */
const FOREIGN = /[^\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;
const BLANK = /[\s\u202f\p{Cc}]/u;

/** A text with nothing in it that the built-in fonts of PDF cannot show. */
export const printable = (text: string): string => text.normalize('NFC').replace(FOREIGN, nearest);

function nearest(character: string): string {
  if (BLANK.test(character)) return '\u00a0';
  const bare = character.normalize('NFD').replace(/\p{M}/gu, '');
  if (bare === '') return '';
  return LOOKALIKES[bare] ?? (FOREIGN_ONCE.test(bare) ? '?' : bare);
}
const FOREIGN_ONCE = new RegExp(FOREIGN.source, 'u');

const formats = new Map<string, Intl.NumberFormat>();

function printedFigure(decimal: string, language: PrintLanguage, leastDigits: number, mostDigits: number): string {
  const key = `${language} ${leastDigits} ${mostDigits}`;
  let format = formats.get(key);
  if (!format) {
    const digits = { minimumFractionDigits: leastDigits, maximumFractionDigits: mostDigits };
    formats.set(key, (format = new Intl.NumberFormat(LOCALES[language], digits)));
  }
  return printable(format.format(decimal as `${number}`));
}

/** Decimal text in major units as people write it: 1,250,000 or 1 250 000. */
export function printedAmount(amount: string, currency: Currency, language: PrintLanguage): string {
  const digits = CURRENCY_SCALE[currency];
  return printedFigure(amount, language, digits, digits);
}

/** Decimal text of no currency, with as many of up to four decimals as it needs: 2.5 or 2,5. */
export const printedNumber = (decimal: string, language: PrintLanguage): string =>
  printedFigure(decimal, language, 0, FRACTION_DIGITS_MAX);

const formatted =
  (options: Intl.DateTimeFormatOptions) =>
  (language: PrintLanguage): ((at: Date) => string) => {
    const format = new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: TIME_ZONE });
    return (at) => printable(format.format(at));
  };
const perLanguage = <T>(make: (language: PrintLanguage) => T): Readonly<Record<PrintLanguage, T>> => ({
  en: make('en'),
  fr: make('fr'),
});
const SHORT_DAY = { day: '2-digit', month: 'short', year: 'numeric' } as const;
const INSTANTS = perLanguage(formatted({ ...SHORT_DAY, hour: '2-digit', minute: '2-digit' }));
const SHORT_DAYS = perLanguage(formatted(SHORT_DAY));
const LONG_DAYS = perLanguage(formatted({ day: 'numeric', month: 'long', year: 'numeric' }));

export const printedInstant = (at: Date, language: PrintLanguage): string => INSTANTS[language](at);

/** Noon is the same day in Douala and here. */
const noonOf = (day: string): Date => new Date(`${day}T12:00:00Z`);

/** 01 Nov 2025, 01 nov. 2025. */
export const printedShortDay = (day: string, language: PrintLanguage): string => SHORT_DAYS[language](noonOf(day));

/** 1 November 2025, 1er novembre 2025. */
export function printedDay(day: string, language: PrintLanguage): string {
  const text = LONG_DAYS[language](noonOf(day));
  return language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text;
}
