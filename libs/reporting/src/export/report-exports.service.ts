import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel';
import { Database } from '#platform';
import { ReportExportNotFound } from './report-export.errors.js';
import { ReportExport } from './report-export.aggregate.js';

const READ = `SELECT id, organization_id AS "organizationId", mode, dialect, report, format, first_day AS "firstDay",
    last_day AS "lastDay", status, attempt, rows, size_bytes AS "sizeBytes", failure, created_at AS "createdAt",
    completed_at AS "completedAt", expires_at AS "expiresAt"
  FROM report_exports WHERE id = $1 AND organization_id = $2`;

/** Finds the exports of an organisation, whatever their mode: an address that was handed out leads to one. */
@Injectable()
export class ReportExports {
  constructor(private readonly database: Database) {}

  /** For reading alone. Throws ReportExportNotFound. */
  async find(organizationId: string, exportId: string): Promise<ReportExport> {
    const row = isUuid(exportId) ? await this.database.first<object>(READ, [exportId, organizationId]) : null;
    if (!row) throw new ReportExportNotFound();
    return Object.assign(new ReportExport(), row);
  }
}
