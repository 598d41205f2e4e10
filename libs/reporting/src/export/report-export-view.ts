import type { Mode } from '#kernel';
import type { ReportName } from './report-rows.js';

export type ReportFormat = 'csv' | 'xlsx' | 'pdf';
export type ReportExportStatus = 'queued' | 'processing' | 'completed' | 'failed' | 'expired';
export type ReportExportFailure = 'row_limit_exceeded' | 'internal';

/** A file that was asked for, as the house tells it: plain JSON, instants in ISO 8601. */
export interface ReportExportView {
  readonly id: string;
  readonly mode: Mode;
  readonly report: ReportName;
  readonly format: ReportFormat;
  /** In Douala, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  readonly status: ReportExportStatus;
  /** Once there is a file. */
  readonly fileName: string | null;
  /** Written so far; all of them once it is completed. */
  readonly rows: number | null;
  readonly sizeBytes: number | null;
  readonly failure: ReportExportFailure | null;
  readonly createdAt: string;
  readonly completedAt: string | null;
  readonly expiresAt: string | null;
}
