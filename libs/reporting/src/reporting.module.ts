import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { FoldBalanceDaysJob } from './balance/fold-balance-days.job.js';
import { GetBalanceMovementHandler } from './balance/get-balance-movement.query.js';
import { RebuildBalanceDaysHandler } from './balance/rebuild-balance-days.command.js';
import { DownloadTokens } from './export/download-tokens.service.js';
import { ExpireReportExportsJob } from './export/expire-report-exports.job.js';
import { ExportReportHandler } from './export/export-report.command.js';
import { GetReportExportHandler } from './export/get-report-export.query.js';
import { OpenReportFileHandler } from './export/open-report-file.command.js';
import { ReadDownloadTokenHandler } from './export/read-download-token.query.js';
import type { ReportDialect } from './export/report-dialect.js';
import { REPORT_DIALECTS, ReportDialects } from './export/report-dialects.service.js';
import { ReportExport } from './export/report-export.aggregate.js';
import { ReportExports } from './export/report-exports.service.js';
import { ReportProduction } from './export/report-production.service.js';
import { RunReportExportsJob } from './export/run-report-exports.job.js';
import { ListSettlementDaysHandler } from './settlement/list-settlement-days.query.js';
import { DailyStatisticsProjection } from './statistics/daily-statistics.projection.js';
import { GetStatisticsHandler } from './statistics/get-statistics.query.js';
import { RebuildDailyStatisticsHandler } from './statistics/rebuild-daily-statistics.command.js';

const statistics = [DailyStatisticsProjection, RebuildDailyStatisticsHandler, GetStatisticsHandler];
const reports = [ListSettlementDaysHandler, GetBalanceMovementHandler, FoldBalanceDaysJob, RebuildBalanceDaysHandler];
const exports = [
  ReportExports,
  ReportProduction,
  ReportDialects,
  DownloadTokens,
  ExportReportHandler,
  GetReportExportHandler,
  ReadDownloadTokenHandler,
  OpenReportFileHandler,
  RunReportExportsJob,
  ExpireReportExportsJob,
];

@Module({})
export class ReportingModule {
  /** With the dialects of the doors whose records are made into files. */
  static with(dialects: readonly ReportDialect[]): DynamicModule {
    return {
      module: ReportingModule,
      imports: [TypeOrmModule.forFeature([ReportExport])],
      providers: [...statistics, ...reports, ...exports, { provide: REPORT_DIALECTS, useValue: dialects }],
    };
  }
}
