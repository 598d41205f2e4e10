const SHORTEST = 14;
const SEPARATOR = '[ .-]';
/**
 * Digits in one piece or in the groups that are printed on cards. What is part of a longer word is none: ids and digests
 * would look like one now and then.
 */
const WRITTEN = new RegExp(
  `(?<![\\w-])(?:\\d{${SHORTEST},19}|\\d{4}(${SEPARATOR})\\d{4}\\1\\d{4}\\1\\d{4}(?:\\1\\d{3})?|\\d{4}(${SEPARATOR})\\d{6}\\2\\d{4,5})(?![\\w-])`,
  'g',
);
/** What cards begin with; instants that are written in one piece and numbers of telephones do not. */
const ISSUED = /^(?:2[2-7]|3[04-9]|4|5[0-8]|6)/;

/** Whether a text has the number of a payment card in it, which nobody may keep here. */
export const hasCardNumber = (text: string): boolean =>
  text.length >= SHORTEST && [...text.matchAll(WRITTEN)].some(([number]) => isCard(number));

/** The same text with `[card]` in the place of each number of a card. */
export const withoutCardNumbers = (text: string): string =>
  text.replace(WRITTEN, (number) => (isCard(number) ? '[card]' : number));

const isCard = (written: string): boolean => {
  const digits = written.replace(/\D/g, '');
  return ISSUED.test(digits) && passesLuhn(digits);
};

/** Whether the last of some digits is the one that checks the others. */
export function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = index % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}
