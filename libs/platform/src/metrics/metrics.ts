import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { CATALOGUE, type MetricDefinition } from './catalogue.js';

type Catalogue = typeof CATALOGUE;
type NameOf<Type extends MetricDefinition['type']> = {
  [Name in keyof Catalogue]: Catalogue[Name]['type'] extends Type ? Name : never;
}[keyof Catalogue];
type LabelOf<Name extends keyof Catalogue> = Catalogue[Name]['labels'][number];

/** Every label must be given, and none for a metric without labels: prom-client itself would take any subset. */
type LabelsThen<Label extends string, Rest extends unknown[]> = [Label] extends [never]
  ? Rest
  : [labels: Readonly<Record<Label, string | number>>, ...Rest];

export interface CounterMetric<Label extends string> {
  inc(...labelsAndAmount: LabelsThen<Label, [amount?: number]>): void;
}

export interface GaugeMetric<Label extends string> {
  set(...labelsAndValue: LabelsThen<Label, [value: number]>): void;
}

export interface HistogramMetric<Label extends string> {
  observe(...labelsAndValue: LabelsThen<Label, [value: number]>): void;
  /** The function that comes back observes, and returns, the seconds since. */
  startTimer(...labels: LabelsThen<Label, []>): () => number;
}

/** The metrics of this process, one field for each entry of the catalogue, and what Prometheus reads of them. */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  readonly httpRequestsTotal = this.counter('http_requests_total');
  readonly httpRequestDurationSeconds = this.histogram('http_request_duration_seconds');
  readonly providerCallsTotal = this.counter('provider_calls_total');
  readonly providerCallDurationSeconds = this.histogram('provider_call_duration_seconds');
  readonly providerCircuitState = this.gauge('provider_circuit_state');
  readonly paymentsTotal = this.counter('payments_total');
  readonly dueChecksTotal = this.counter('due_checks_total');
  readonly outboxLagSeconds = this.gauge('outbox_lag_seconds');
  readonly outboxParkedTotal = this.counter('outbox_parked_total');
  readonly outboxParkedEvents = this.gauge('outbox_parked_events');
  readonly webhookDeliveriesTotal = this.counter('webhook_deliveries_total');
  readonly webhookDeliveryDurationSeconds = this.histogram('webhook_delivery_duration_seconds');
  readonly queueJobsTotal = this.counter('queue_jobs_total');
  readonly queueJobs = this.gauge('queue_jobs');
  readonly queueJobDurationSeconds = this.histogram('queue_job_duration_seconds');
  readonly ledgerVerifyFailures = this.gauge('ledger_verify_failures');
  readonly ledgerVerifiedTimestampSeconds = this.gauge('ledger_verified_timestamp_seconds');
  readonly auditSeals = this.gauge('audit_seals');
  readonly auditVerifyFailures = this.gauge('audit_verify_failures');
  readonly auditVerifiedTimestampSeconds = this.gauge('audit_verified_timestamp_seconds');
  readonly dueChecksOverdueSeconds = this.gauge('due_checks_overdue_seconds');
  readonly mailsOwed = this.gauge('mails_owed');
  readonly outboxBytes = this.gauge('outbox_bytes');
  readonly databaseBytes = this.gauge('database_bytes');
  readonly databaseOldestTransactionSeconds = this.gauge('database_oldest_transaction_seconds');
  readonly walArchiveFailing = this.gauge('wal_archive_failing');
  readonly walUnarchivedBytes = this.gauge('wal_unarchived_bytes');
  readonly dbPoolInUse = this.gauge('db_pool_in_use');
  readonly dbPoolWaiting = this.gauge('db_pool_waiting');

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Content-Type of what `render` gives. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** All metrics in Prometheus' text format. */
  render(): Promise<string> {
    return this.registry.metrics();
  }

  private counter<Name extends NameOf<'counter'>>(name: Name): CounterMetric<LabelOf<Name>> {
    return new Counter<string>(this.settings(name)) as CounterMetric<LabelOf<Name>>;
  }

  private gauge<Name extends NameOf<'gauge'>>(name: Name): GaugeMetric<LabelOf<Name>> {
    return new Gauge<string>(this.settings(name)) as GaugeMetric<LabelOf<Name>>;
  }

  private histogram<Name extends NameOf<'histogram'>>(name: Name): HistogramMetric<LabelOf<Name>> {
    const buckets = [...CATALOGUE[name].buckets];
    return new Histogram<string>({ ...this.settings(name), buckets }) as HistogramMetric<LabelOf<Name>>;
  }

  private settings(name: keyof Catalogue): { name: string; help: string; labelNames: string[]; registers: Registry[] } {
    const { help, labels } = CATALOGUE[name];
    return { name, help, labelNames: [...labels], registers: [this.registry] };
  }
}
