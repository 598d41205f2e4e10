import type { ReportFormat } from '../report-export-view.js';
import { csvFormat } from './csv-format.js';
import { pdfFormat } from './pdf-format.js';
import type { FileFormat } from './report-document.js';
import { xlsxFormat } from './xlsx-format.js';

export const REPORT_FORMATS: Readonly<Record<ReportFormat, FileFormat>> = {
  csv: csvFormat,
  xlsx: xlsxFormat,
  pdf: pdfFormat,
};
