import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '#kernel';
import { Audit, Queues, UnitOfWork } from '#platform';
import { ReportExport, type NewReportExport } from './report-export.aggregate.js';
import type { ReportExportView } from './report-export-view.js';
import { RUN_REPORT_EXPORTS } from './run-report-exports.job.js';

/** Asks for a file. A worker makes it; each call asks for another. */
export class ExportReport extends Command<ReportExportView> {
  constructor(readonly request: NewReportExport) {
    super();
  }
}

@CommandHandler(ExportReport)
export class ExportReportHandler implements ICommandHandler<ExportReport> {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly queues: Queues,
    private readonly clock: Clock,
  ) {}

  execute({ request }: ExportReport): Promise<ReportExportView> {
    return this.unitOfWork.run((tx) => {
      const now = this.clock.now();
      const order = ReportExport.request(request, now);
      const { organizationId, report, format } = order;
      tx.save(order);
      this.audit.record(tx, {
        action: 'report.exported',
        organizationId,
        actorId: request.actorId,
        recordId: order.id,
        details: { report, format },
      });
      tx.onCommit(() => this.queues.ring(RUN_REPORT_EXPORTS));
      return Promise.resolve(order.view(now));
    });
  }
}
