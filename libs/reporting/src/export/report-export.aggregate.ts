import { Column, Entity, PrimaryColumn } from 'typeorm';
import { uuidv7, type Mode, type Tenant } from '#kernel';
import { ReportExportNotReady } from './report-export.errors.js';
import type { ReportLanguage } from './report-dialect.js';
import type { ReportExportFailure, ReportExportStatus, ReportExportView, ReportFormat } from './report-export-view.js';
import type { ReportName } from './report-rows.js';

export interface NewReportExport {
  readonly tenant: Tenant;
  /** The door whose words the file speaks. */
  readonly dialect: string;
  readonly report: ReportName;
  readonly format: ReportFormat;
  /** In Douala, both included. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Of the report, by name. */
  readonly filters: object;
  readonly language: ReportLanguage;
  readonly organizationName: string;
  readonly actorId: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const KEPT_DAYS = 7;
const ATTEMPTS_MAX = 5;
const RETRY_AFTER_MS = 10_000;

/**
 * A file that an organisation asked for.
 *
 *   queued → processing → completed → expired
 *            processing → failed
 *
 * A worker that begins it holds it for a while (a lease) and prolongs that as it goes on. When the lease has lapsed the
 * worker is gone, and the next one begins anew, as a further attempt; whoever comes back from an earlier one is refused.
 */
@Entity('report_exports')
export class ReportExport {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') organizationId: string;
  @Column('text') mode: Mode;
  @Column('text') dialect: string;
  @Column('text') report: ReportName;
  @Column('text') format: ReportFormat;
  @Column('date') firstDay: string;
  @Column('date') lastDay: string;
  @Column('jsonb') filters: object;
  @Column('text') language: ReportLanguage;
  @Column('text') organizationName: string;
  @Column('uuid') requestedBy: string;
  @Column('text') status: ReportExportStatus;
  @Column('smallint') attempt: number;
  @Column('smallint') handedOver: number;
  @Column('timestamptz') leasedUntil: Date | null;
  @Column('integer') rows: number | null;
  @Column('bigint') sizeBytes: string | null;
  @Column('text') failure: ReportExportFailure | null;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') startedAt: Date | null;
  @Column('timestamptz') completedAt: Date | null;
  @Column('timestamptz') expiresAt: Date | null;
  @Column('timestamptz') updatedAt: Date;

  static request({ tenant, actorId, ...request }: NewReportExport, now: Date): ReportExport {
    return Object.assign(new ReportExport(), {
      id: uuidv7(now),
      ...tenant,
      ...request,
      requestedBy: actorId,
      status: 'queued',
      attempt: 0,
      handedOver: 0,
      leasedUntil: null,
      rows: null,
      sizeBytes: null,
      failure: null,
      createdAt: now,
      startedAt: null,
      completedAt: null,
      expiresAt: null,
      updatedAt: now,
    } satisfies Partial<ReportExport>);
  }

  get tenant(): Tenant {
    return { organizationId: this.organizationId, mode: this.mode };
  }

  get fileName(): string {
    return `${[this.report, this.firstDay, this.lastDay].join('-').replace(/(\d{4})-(\d{2})-(\d{2})/g, '$1$2$3')}.${this.format}`;
  }

  /** Of the file of an attempt. */
  objectKey(attempt = this.attempt): string {
    return `exports/${this.id}-${attempt}.${this.format}`;
  }

  /** Of files that an attempt which has ended may have left, and that nobody is given. */
  get looseKeys(): string[] {
    const keys = Array.from({ length: this.attempt }, (_, index) => this.objectKey(index + 1));
    return this.status === 'completed' ? keys.slice(0, -1) : keys;
  }

  /** Attempts that went wrong or were cut off. One that its worker handed over did neither. */
  private get tried(): number {
    return this.attempt - this.handedOver;
  }

  /** As it is at this moment: a file whose time is over is gone, whether it was removed already or not. */
  statusAt(now: Date): ReportExportStatus {
    return this.status === 'completed' && this.expiresAt !== null && this.expiresAt <= now ? 'expired' : this.status;
  }

  view(now: Date): ReportExportView {
    const status = this.statusAt(now);
    return {
      id: this.id,
      mode: this.mode,
      report: this.report,
      format: this.format,
      firstDay: this.firstDay,
      lastDay: this.lastDay,
      status,
      fileName: status === 'completed' || status === 'expired' ? this.fileName : null,
      rows: this.rows,
      sizeBytes: this.sizeBytes === null ? null : Number(this.sizeBytes),
      failure: this.failure,
      createdAt: this.createdAt.toISOString(),
      completedAt: this.completedAt?.toISOString() ?? null,
      expiresAt: this.expiresAt?.toISOString() ?? null,
    };
  }

  /** Throws ReportExportNotReady. */
  requireFile(now: Date): void {
    const status = this.statusAt(now);
    if (status !== 'completed') throw new ReportExportNotReady(status);
  }

  /** A worker begins. False when it was begun too often to be worth another attempt: then it has failed. */
  begin(leaseMs: number, now: Date): boolean {
    if (this.tried >= ATTEMPTS_MAX) {
      this.fail('internal', now);
      return false;
    }
    this.status = 'processing';
    this.attempt += 1;
    this.rows = 0;
    this.startedAt = now;
    this.leasedUntil = new Date(now.getTime() + leaseMs);
    this.updatedAt = now;
    return true;
  }

  complete({ rows, sizeBytes }: { rows: number; sizeBytes: number }, now: Date): void {
    this.status = 'completed';
    this.rows = rows;
    this.sizeBytes = String(sizeBytes);
    this.completedAt = now;
    this.expiresAt = new Date(now.getTime() + KEPT_DAYS * DAY_MS);
    this.end(now);
  }

  fail(failure: ReportExportFailure, now: Date): void {
    this.status = 'failed';
    this.failure = failure;
    this.rows = null;
    this.end(now);
  }

  /** Something went wrong that may pass: the next attempt has to wait, longer each time. */
  postpone(now: Date): void {
    if (this.tried >= ATTEMPTS_MAX) {
      this.fail('internal', now);
      return;
    }
    this.leasedUntil = new Date(now.getTime() + RETRY_AFTER_MS * this.tried);
    this.updatedAt = now;
  }

  /** The worker ends before the file does: another may begin at once. */
  handOver(now: Date): void {
    this.handedOver += 1;
    this.leasedUntil = now;
    this.updatedAt = now;
  }

  expire(now: Date): void {
    this.status = 'expired';
    this.end(now);
  }

  private end(now: Date): void {
    this.leasedUntil = null;
    this.updatedAt = now;
  }
}
