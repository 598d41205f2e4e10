import type { Currency } from '#kernel';
import { printable, printedAmount, printedInstant, printedShortDay } from '#platform';
import type { Column, Phrase, ReportLanguage } from '../report-dialect.js';

export function printedCell<Row>(
  { kind, of, printed }: Column<Row>,
  row: Row,
  currency: Currency,
  language: ReportLanguage,
): string {
  const value = of(row);
  if (value === null) return '';
  switch (kind) {
    case 'amount': {
      const amount = printedAmount(value, currency, language);
      return printed?.withCurrency ? `${amount}\u00a0${currency}` : amount;
    }
    case 'instant':
      return printedInstant(new Date(value), language);
    case 'day':
      return printedShortDay(value, language);
    case 'count':
      return value;
    case 'text':
    case 'code':
      return printable(printed?.words?.[value]?.[language] ?? value);
  }
}

/** What surrounds the table. */
export const FRAME = {
  from: { en: 'From', fr: 'Du' },
  to: { en: 'to', fr: 'au' },
  produced: { en: 'Produced', fr: 'Établi le' },
  time: { en: 'times of Douala', fr: 'heure de Douala' },
  page: { en: 'Page', fr: 'Page' },
  of: { en: 'of', fr: 'sur' },
  total: { en: 'Total', fr: 'Total' },
  one: { en: 'row', fr: 'ligne' },
  many: { en: 'rows', fr: 'lignes' },
  nothing: { en: 'Nothing in these days', fr: 'Rien sur cette période' },
} as const satisfies Record<string, Phrase>;
