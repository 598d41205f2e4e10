export type { BalanceMovement, BalanceParts } from './balance/balance-movement.js';
export { GetBalanceMovement } from './balance/get-balance-movement.query.js';
export { RebuildBalanceDays } from './balance/rebuild-balance-days.command.js';
export type { LinkHolder } from './export/download-tokens.service.js';
export { ExportReport } from './export/export-report.command.js';
export { GetReportExport } from './export/get-report-export.query.js';
export type { ReadReportExport } from './export/get-report-export.query.js';
export { OpenReportFile } from './export/open-report-file.command.js';
export type { ReportFile } from './export/open-report-file.command.js';
export { ReadDownloadToken } from './export/read-download-token.query.js';
export type {
  Column,
  Phrase,
  PrintedColumn,
  ReportDialect,
  ReportLanguage,
  ReportWording,
} from './export/report-dialect.js';
export type { NewReportExport } from './export/report-export.aggregate.js';
export type { ReportExportView, ReportFormat } from './export/report-export-view.js';
export type { ReportName, ReportRows } from './export/report-rows.js';
export { ReportingModule } from './reporting.module.js';
export { ListSettlementDays } from './settlement/list-settlement-days.query.js';
export type { SettlementDay, SettlementFilters } from './settlement/settlement-days.js';
export type { Figures } from './statistics/figures.js';
export { GetStatistics } from './statistics/get-statistics.query.js';
export type { Buckets, Days, Statistics } from './statistics/get-statistics.query.js';
export { RebuildDailyStatistics } from './statistics/rebuild-daily-statistics.command.js';
