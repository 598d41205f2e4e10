export interface MetricDefinition {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** Upper bounds in the unit of the name; only histograms have them. */
  readonly buckets?: readonly number[];
}

const LATENCY_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Operators and receivers answer in seconds rather than milliseconds, and are cut off at 30. */
const REMOTE_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30];
const JOB_SECONDS = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300];

/**
 * Every metric of the platform. Labels have few values that the code chooses: never an id, an address or anything that a
 * client sends, because each combination is kept in memory for as long as the process lives.
 */
export const CATALOGUE = {
  http_requests_total: {
    type: 'counter',
    help: 'Requests answered, by door, operation of its contract and status',
    labels: ['door', 'operation', 'status'],
  },
  http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time from the first byte of a request to the last byte of its answer',
    labels: ['door', 'operation'],
    buckets: LATENCY_SECONDS,
  },
  provider_calls_total: {
    type: 'counter',
    help: 'Calls to operators, by what their answer meant',
    labels: ['provider', 'operation', 'outcome'],
  },
  provider_call_duration_seconds: {
    type: 'histogram',
    help: 'Time that operators took to answer, or until we stopped waiting',
    labels: ['provider', 'operation'],
    buckets: REMOTE_SECONDS,
  },
  provider_circuit_state: {
    type: 'gauge',
    help: 'Circuit of an operator: 0 closed, 1 half open, 2 open',
    labels: ['provider'],
  },
  payments_total: {
    type: 'counter',
    help: 'Payments that entered a state',
    labels: ['state'],
  },
  due_checks_total: {
    type: 'counter',
    help: 'Questions to operators about what was due, by whether they came to an end',
    labels: ['kind', 'outcome'],
  },
  outbox_lag_seconds: {
    type: 'gauge',
    help: 'Age of the oldest event that a subscriber has not handled',
    labels: ['subscriber'],
  },
  outbox_parked_total: {
    type: 'counter',
    help: 'Events that a subscriber failed at so often that somebody has to look',
    labels: ['subscriber'],
  },
  outbox_parked_events: {
    type: 'gauge',
    help: 'Events of a subscriber that wait for somebody to look',
    labels: ['subscriber'],
  },
  webhook_deliveries_total: {
    type: 'counter',
    help: 'Attempts to deliver a webhook',
    labels: ['outcome'],
  },
  webhook_delivery_duration_seconds: {
    type: 'histogram',
    help: 'Time that receivers of webhooks took to answer',
    labels: [],
    buckets: REMOTE_SECONDS,
  },
  queue_jobs_total: {
    type: 'counter',
    help: 'Jobs that were run, by how they ended',
    labels: ['queue', 'job', 'outcome'],
  },
  queue_jobs: {
    type: 'gauge',
    help: 'Jobs in a queue, by their state',
    labels: ['queue', 'state'],
  },
  queue_job_duration_seconds: {
    type: 'histogram',
    help: 'Time that jobs took to run',
    labels: ['queue', 'job'],
    buckets: JOB_SECONDS,
  },
  ledger_verify_failures: {
    type: 'gauge',
    help: 'Findings of the latest verification of the books',
    labels: [],
  },
  ledger_verified_timestamp_seconds: {
    type: 'gauge',
    help: 'When the books were verified last, in seconds of the epoch',
    labels: [],
  },
  audit_seals: {
    type: 'gauge',
    help: 'Seals over the audit log; there are never less than there were',
    labels: [],
  },
  audit_verify_failures: {
    type: 'gauge',
    help: 'Findings of the latest verification of the audit log',
    labels: [],
  },
  audit_verified_timestamp_seconds: {
    type: 'gauge',
    help: 'When the audit log was verified last, in seconds of the epoch',
    labels: [],
  },
  due_checks_overdue_seconds: {
    type: 'gauge',
    help: 'How long the question to an operator that waits longest is due',
    labels: ['kind'],
  },
  mails_owed: {
    type: 'gauge',
    help: 'Mails that the database owes and that were not taken yet, counted up to 10,000',
    labels: ['table'],
  },
  outbox_bytes: {
    type: 'gauge',
    help: 'What the outbox takes on the disk',
    labels: [],
  },
  database_bytes: {
    type: 'gauge',
    help: 'What the database takes on the disk',
    labels: [],
  },
  database_oldest_transaction_seconds: {
    type: 'gauge',
    help: 'Age of the oldest transaction that has written',
    labels: [],
  },
  wal_archive_failing: {
    type: 'gauge',
    help: '1 when the latest attempt to archive a piece of the log failed',
    labels: [],
  },
  wal_unarchived_bytes: {
    type: 'gauge',
    help: 'What was written to the log since the last piece that was archived; 0 where nothing is archived',
    labels: [],
  },
  db_pool_in_use: {
    type: 'gauge',
    help: 'Database connections of this process that are doing work',
    labels: [],
  },
  db_pool_waiting: {
    type: 'gauge',
    help: 'Who waits in this process for a database connection',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
