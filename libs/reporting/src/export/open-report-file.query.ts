import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { ObjectNotFound, ObjectStorage, type StoredObject } from '#platform';
import { ReportExportNotReady } from './report-export.errors.js';
import { ReportExports } from './report-exports.service.js';

export interface ReportFile extends StoredObject {
  readonly name: string;
}

/**
 * Opens the file of an export: whoever asks reads its stream to the end or destroys it. Throws ReportExportNotFound or
 * ReportExportNotReady.
 */
export class OpenReportFile extends Query<ReportFile> {
  constructor(
    readonly organizationId: string,
    readonly exportId: string,
  ) {
    super();
  }
}

@QueryHandler(OpenReportFile)
export class OpenReportFileHandler implements IQueryHandler<OpenReportFile> {
  constructor(
    private readonly exports: ReportExports,
    private readonly storage: ObjectStorage,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, exportId }: OpenReportFile): Promise<ReportFile> {
    const found = await this.exports.find(organizationId, exportId);
    found.requireFile(this.clock.now());
    try {
      return { ...(await this.storage.get(found.objectKey())), name: found.fileName };
    } catch (error) {
      throw error instanceof ObjectNotFound ? new ReportExportNotReady('completed') : error;
    }
  }
}
