import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { DownloadTokens, type LinkHolder } from './download-tokens.service.js';
import type { ReportExportView } from './report-export-view.js';
import { ReportExports } from './report-exports.service.js';

export interface ReadReportExport {
  readonly export: ReportExportView;
  /** Opens the file for a quarter of an hour; a fresh one each time. Null while there is no file. */
  readonly downloadToken: string | null;
}

/** Reads how an export stands, for one who may open its file. Throws ReportExportNotFound. */
export class GetReportExport extends Query<ReadReportExport> {
  constructor(
    readonly reader: LinkHolder,
    readonly exportId: string,
  ) {
    super();
  }
}

@QueryHandler(GetReportExport)
export class GetReportExportHandler implements IQueryHandler<GetReportExport> {
  constructor(
    private readonly exports: ReportExports,
    private readonly tokens: DownloadTokens,
    private readonly clock: Clock,
  ) {}

  async execute({ reader, exportId }: GetReportExport): Promise<ReadReportExport> {
    const found = (await this.exports.find(reader.organizationId, exportId)).view(this.clock.now());
    const downloadToken = found.status === 'completed' ? this.tokens.issue(found.id, reader) : null;
    return { export: found, downloadToken };
  }
}
