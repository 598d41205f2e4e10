import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, ObjectNotFound, ObjectStorage, type StoredObject } from '#platform';
import { ReportExportNotReady } from './report-export.errors.js';
import { ReportExports } from './report-exports.service.js';

export interface ReportFile extends StoredObject {
  readonly name: string;
}

/**
 * Somebody downloads the file of an export, which is recorded first: whoever asks reads its stream to the end or destroys
 * it. Throws ReportExportNotFound or ReportExportNotReady. Safe to repeat.
 */
export class OpenReportFile extends Command<ReportFile> {
  constructor(
    readonly organizationId: string,
    readonly exportId: string,
    readonly actorId: string,
  ) {
    super();
  }
}

@CommandHandler(OpenReportFile)
export class OpenReportFileHandler implements ICommandHandler<OpenReportFile> {
  constructor(
    private readonly exports: ReportExports,
    private readonly storage: ObjectStorage,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async execute({ organizationId, exportId, actorId }: OpenReportFile): Promise<ReportFile> {
    const found = await this.exports.find(organizationId, exportId);
    found.requireFile(this.clock.now());
    await this.audit.note({ action: 'report.downloaded', organizationId, actorId, recordId: exportId });
    try {
      return { ...(await this.storage.get(found.objectKey())), name: found.fileName };
    } catch (error) {
      throw error instanceof ObjectNotFound ? new ReportExportNotReady('completed') : error;
    }
  }
}
