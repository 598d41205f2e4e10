/** Begins every number that is planted, so that one look at a text finds all of them. */
const PREFIX = '49927398';
const AS_HEX = Buffer.from(PREFIX).toString('hex');
const WRITTEN = new RegExp(`${[...PREFIX].join('[ .-]?')}(?:[ .-]?\\d){8}`, 'g');

/** So many different numbers that a card could have, with the right last digit. */
export function someCards(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const digits = PREFIX + String(index).padStart(7, '0');
    return digits + checkDigitOf(digits);
  });
}

/** In the ways in which people write them. */
export const writings = (card: string): string[] => [
  card,
  ...[' ', '-'].map((gap) => card.replace(/(\d{4})(?=\d)/g, `$1${gap}`)),
  `Visa ${card}, 12/29`,
];

/** Those of the planted numbers that a text has in it, or the bytes of which it shows. */
export const cardsIn = (text: string): string[] => [
  ...new Set([...text.matchAll(WRITTEN)].map(([written]) => written.replace(/\D/g, ''))),
  ...(text.includes(AS_HEX) ? ['one as bytes'] : []),
];

function checkDigitOf(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const weighted = index % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + Math.floor(weighted / 10) + (weighted % 10);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
