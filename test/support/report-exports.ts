import { buffer } from 'node:stream/consumers';
import { uuidv7, type Tenant } from '#kernel';
import { JobWorkers, ObjectStorage, SharedClock } from '#platform';
import {
  ExportReport,
  GetReportExport,
  OpenReportFile,
  type NewReportExport,
  type ReadReportExport,
  type ReportExportView,
  type ReportFile,
  type ReportFormat,
} from '#reporting';
import type { TestCore } from './core.js';
import { insertPayments, newTenant } from './reporting.js';

export const MINUTE_MS = 60_000;
export const DAY_MS = 24 * 60 * MINUTE_MS;

/** More than an export is begun in any test. */
const ATTEMPTS = Array.from({ length: 12 }, (_, index) => index + 1);

type Put = ObjectStorage['put'];
type Delete = ObjectStorage['delete'];
type Which = Pick<ReportExportView, 'id'>;

/** One organisation that asks for files of its payments of November 2025, and a worker that makes them when it is told to. */
export class TestReportExports {
  readonly tenant: Tenant = newTenant();
  readonly actorId = uuidv7();

  constructor(private readonly core: TestCore) {}

  order(changes: Partial<NewReportExport> = {}): Promise<ReportExportView> {
    const { tenant, actorId } = this;
    const request: NewReportExport = {
      tenant,
      actorId,
      dialect: 'dashboard',
      report: 'payments',
      format: 'csv',
      firstDay: '2025-11-01',
      lastDay: '2025-11-30',
      filters: {},
      language: 'en',
      organizationName: 'Établissements Ngo',
      ...changes,
    };
    return this.core.commands.execute(new ExportReport(request));
  }

  sell(count: number): Promise<void> {
    return insertPayments(this.core.database, this.tenant, count, new Date('2025-11-20T09:00:00Z'));
  }

  run(): Promise<void> {
    return this.core.get(JobWorkers).runNow('run-report-exports');
  }

  expire(): Promise<void> {
    return this.core.get(JobWorkers).runNow('expire-report-exports');
  }

  pass(ms: number): Promise<Date> {
    return this.core.get(SharedClock).move(ms);
  }

  look({ id }: Which): Promise<ReadReportExport> {
    const reader = { organizationId: this.tenant.organizationId, userId: this.actorId };
    return this.core.queries.execute(new GetReportExport(reader, id));
  }

  async read(which: Which): Promise<ReportExportView> {
    return (await this.look(which)).export;
  }

  open({ id }: Which): Promise<ReportFile> {
    return this.core.commands.execute(new OpenReportFile(this.tenant.organizationId, id, this.actorId));
  }

  async linesOf(which: Which): Promise<number> {
    const { stream } = await this.open(which);
    return (await buffer(stream)).toString('utf8').trimEnd().split('\r\n').length;
  }

  async attemptsOf({ id }: Which): Promise<number> {
    const text = 'SELECT attempt FROM report_exports WHERE id = $1';
    return (await this.core.database.first<{ attempt: number }>(text, [id]))?.attempt ?? 0;
  }

  /** Which attempts have a file in the storage. */
  async filesOf({ id }: Which, format: ReportFormat = 'csv'): Promise<number[]> {
    const storage = this.core.get(ObjectStorage);
    const there = await Promise.all(ATTEMPTS.map((attempt) => storage.exists(`exports/${id}-${attempt}.${format}`)));
    return ATTEMPTS.filter((_, index) => there[index]);
  }

  /** What a worker that was killed leaves: a lease that lapses by itself, and maybe a file that nobody was told of. */
  async died({ id }: Which, attempt: number, leaseMs: number): Promise<void> {
    const now = this.core.get(SharedClock).now();
    const rows = await this.core.database.query<{ format: ReportFormat }>(
      `UPDATE report_exports SET status = 'processing', attempt = $2, rows = 500, started_at = $3, leased_until = $4
        WHERE id = $1 RETURNING format`,
      [id, attempt, now, new Date(now.getTime() + leaseMs)],
    );
    const half = Buffer.from('half');
    const [row] = rows;
    await this.core
      .get(ObjectStorage)
      .put(`exports/${id}-${attempt}.${row?.format}`, half, { contentType: 'text/csv' });
  }

  /** Puts something between the exports and their storage while the work lasts. */
  async withPut<T>(instead: (put: Put) => Put, work: () => Promise<T>): Promise<T> {
    const storage = this.core.get(ObjectStorage);
    const put = storage.put.bind(storage);
    storage.put = instead(put);
    try {
      return await work();
    } finally {
      storage.put = put;
    }
  }

  /** Likewise for what is removed. */
  async withDelete<T>(instead: (remove: Delete) => Delete, work: () => Promise<T>): Promise<T> {
    const storage = this.core.get(ObjectStorage);
    const remove = storage.delete.bind(storage);
    storage.delete = instead(remove);
    try {
      return await work();
    } finally {
      storage.delete = remove;
    }
  }
}

/** Something that is waited for until somebody says go. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}
