import type { Currency } from '#kernel';
import type { ReportName, ReportRows } from './report-rows.js';

/** Languages that files for people are written in. */
export type ReportLanguage = 'en' | 'fr';
export type Phrase = Readonly<Record<ReportLanguage, string>>;

/**
 * What a column holds. `text` was typed by people, `code` is a word, an id or a reference of ours. Amounts are decimal
 * text in major units, instants ISO 8601, days `YYYY-MM-DD`.
 */
export type ColumnKind = 'text' | 'code' | 'amount' | 'count' | 'instant' | 'day';

export interface Column<Row> {
  /** As programs know it: the first row of CSV and XLSX. */
  readonly name: string;
  readonly kind: ColumnKind;
  readonly of: (row: Row) => string | null;
  /** How it is printed; a column without does not fit on paper. */
  readonly printed?: PrintedColumn;
}

export interface PrintedColumn {
  readonly heading: Phrase;
  /** Share of the width of the table. */
  readonly share: number;
  /** What is printed in place of a word of ours. */
  readonly words?: Readonly<Record<string, Phrase>>;
  /** Whether its sum is printed below the table, per currency. */
  readonly summed?: boolean;
  /** Whether each amount names its currency, where no column does. */
  readonly withCurrency?: boolean;
}

/** How a door words one of its reports. */
export interface ReportWording<Row> {
  readonly title: Phrase;
  readonly orientation: 'portrait' | 'landscape';
  readonly columns: readonly Column<Row>[];
  /** Names of the columns that are printed, where people expect another order than programs. */
  readonly printedOrder?: readonly string[];
  readonly currencyOf: (row: Row) => Currency;
  /** Rows that frame the others, such as an opening balance. */
  readonly isEmphasised?: (row: Row) => boolean;
}

/** How a door words the files that are made of its records. */
export interface ReportDialect {
  readonly name: string;
  readonly reports: { readonly [Name in ReportName]?: ReportWording<ReportRows[Name]> };
}
