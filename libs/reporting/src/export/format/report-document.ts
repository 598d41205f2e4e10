import type { Writable } from 'node:stream';
import type { Mode } from '#kernel';
import type { ReportLanguage, ReportWording } from '../report-dialect.js';

/** A report on its way into a file. */
export interface ReportDocument<Row> {
  /** Its name in core: payments, settlements, balance or invoices. */
  readonly report: string;
  readonly wording: ReportWording<Row>;
  readonly batches: AsyncIterable<readonly Row[]>;
  readonly organizationName: string;
  readonly mode: Mode;
  readonly language: ReportLanguage;
  /** In Douala, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly producedAt: Date;
}

export interface FileFormat {
  readonly contentType: string;
  /** Writes the whole file and ends the sink. Waits for the sink where that is slower. */
  write<Row>(document: ReportDocument<Row>, sink: Writable): Promise<void>;
}
