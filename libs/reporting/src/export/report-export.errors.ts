import { DomainError } from '#kernel';
import type { ReportExportStatus } from './report-export-view.js';

export class ReportExportNotFound extends DomainError<'report_export_not_found'> {
  readonly kind = 'not_found';
  readonly code = 'report_export_not_found';

  constructor() {
    super('There is no such export');
  }
}

/** There is no file: not yet, not at all, or not any more. */
export class ReportExportNotReady extends DomainError<'report_export_not_ready'> {
  readonly kind = 'conflict';
  readonly code = 'report_export_not_ready';

  constructor(status: ReportExportStatus) {
    super(SENTENCES[status], { status });
  }
}

const SENTENCES: Readonly<Record<ReportExportStatus, string>> = {
  queued: 'The file is not ready yet: it waits for its turn',
  processing: 'The file is not ready yet: it is being written',
  completed: 'The file is gone: export the report again',
  failed: 'The file could not be made: export the report again',
  expired: 'The file was removed after seven days: export the report again',
};

export class DownloadTokenInvalid extends DomainError<'download_token_invalid'> {
  readonly kind = 'unauthenticated';
  readonly code = 'download_token_invalid';

  constructor() {
    super('The link is not valid: open the export again for a new one');
  }
}

export class DownloadTokenExpired extends DomainError<'download_token_expired'> {
  readonly kind = 'unauthenticated';
  readonly code = 'download_token_expired';

  constructor() {
    super('The link has lapsed: open the export again for a new one');
  }
}
