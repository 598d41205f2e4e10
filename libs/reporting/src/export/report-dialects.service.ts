import { Inject, Injectable } from '@nestjs/common';
import type { ReportDialect, ReportWording } from './report-dialect.js';
import type { ReportName, ReportRows } from './report-rows.js';

export const REPORT_DIALECTS = Symbol('ReportDialects');

/** The dialects that files are written in, by the doors that they belong to. */
@Injectable()
export class ReportDialects {
  constructor(@Inject(REPORT_DIALECTS) private readonly dialects: readonly ReportDialect[]) {}

  /** Throws for a report that the door does not have: it was taken out of the code while a file was due. */
  wordingOf<Name extends ReportName>(dialect: string, report: Name): ReportWording<ReportRows[Name]> {
    const known = this.dialects.find(({ name }) => name === dialect);
    const wording = known?.reports[report];
    if (!wording) throw new Error(`The door ${dialect} has no report ${report}`);
    return wording;
  }
}
