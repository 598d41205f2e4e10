import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { request } from 'undici';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import { query, type Bench } from '../bench.js';
import { median } from '../latencies.js';
import { residentMegabytes } from '../process-usage.js';
import { megabytes, ms, perSecond, ratioOf, ratioText, type Line, type PartReport } from '../report.js';
import { copyToFile } from './exports-copy.js';

const GOAL_RATIO = 0.6;
const GOAL_GROWTH_MB = 50;
const RESIDENT_MAX_MB = 200;
const PDF_ROWS = 5000;
const WARM_UP_ROWS = 5000;
const SAMPLE_EVERY_MS = 50;
const PATIENCE_MS = 600_000;

type Format = 'csv' | 'xlsx' | 'pdf';

interface Made {
  readonly rows: number;
  readonly tookMs: number;
  readonly sizeBytes: number;
  /** Of the worker just before, and the most that it had meanwhile. */
  readonly beforeMb: number;
  readonly mostMb: number;
}

/** Files of one merchant's payments, made by a worker while its memory is watched (beside: a bare COPY into a file). */
export async function benchExports(bench: Bench): Promise<PartReport> {
  const url = await bench.newDatabase('exports');
  const rows = bench.plan.isQuick ? 100_000 : 1_000_000;
  const environment = { DATABASE_URL: url, EXPORT_ROWS_MAX: '1000000' };
  const [api, worker] = [bench.stage.process('api', { environment }), bench.stage.process('worker', { environment })];
  const folder = await mkdtemp(join(tmpdir(), 'bench-exports-'));
  try {
    await api.start();
    const exports = new Exports(bench, url, worker, await bench.signUp());
    const select = selectOf(await fill(url, rows));
    const copy = async (): Promise<number> => rows / ((await copyToFile(url, select, join(folder, 'copy.csv'))) / 1000);
    await exports.freshWorker('csv');
    const { csv, rates } = await compare(bench, () => exports.make('csv', rows), copy);
    await exports.freshWorker('xlsx');
    const xlsx = await exports.make('xlsx', rows);
    await exports.freshWorker('pdf');
    const pdf = await exports.make('pdf', PDF_ROWS);
    await Promise.all([api.stop(), worker.stop()]);
    return {
      part: `Exports of ${rows} payments by a worker (beside: COPY of the same columns into a file)`,
      lines: [
        csvLine(rates),
        ...memoryLines('CSV', csv),
        { what: 'rows a second, XLSX', platform: perSecond(rateOf(xlsx)) },
        ...memoryLines('XLSX', [xlsx]),
        { what: `PDF of ${PDF_ROWS} rows`, platform: ms(pdf.tookMs) },
        ...memoryLines('PDF', [pdf]),
      ],
      data: { csv, xlsx, pdf, rates },
      problems: exports.problems,
    };
  } finally {
    await Promise.all([api.kill(), worker.kill()]);
    await rm(folder, { recursive: true, force: true });
  }
}

interface Rates {
  readonly platform: readonly number[];
  readonly beside: readonly number[];
}

/** One after the other, and the other first in every second pair. */
async function compare(
  { plan, say }: Bench,
  make: () => Promise<Made>,
  copy: () => Promise<number>,
): Promise<{ csv: Made[]; rates: Rates }> {
  const csv: Made[] = [];
  const beside: number[] = [];
  await copy();
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const ours = async (): Promise<unknown> => csv.push(await make());
    const theirs = async (): Promise<unknown> => beside.push(await copy());
    for (const side of pair % 2 === 0 ? [ours, theirs] : [theirs, ours]) await side();
    const rates = [csv.map(rateOf), beside].map((all) => perSecond(all.at(-1) ?? 0));
    say(`  exports, pair ${pair + 1}: ${rates.join(' beside ')}`);
  }
  return { csv, rates: { platform: csv.map(rateOf), beside } };
}

function csvLine({ platform, beside }: Rates): Line {
  const ratio = ratioOf(platform, beside);
  return {
    what: 'rows a second, CSV',
    platform: perSecond(median(platform)),
    beside: perSecond(median(beside)),
    ratio: ratioText(ratio),
    goal: `P10 ≥ ${GOAL_RATIO}`,
    holds: ratio.median >= GOAL_RATIO,
  };
}

const rateOf = ({ rows, tookMs }: Made): number => rows / (tookMs / 1000);

function memoryLines(name: string, made: readonly Made[]): Line[] {
  const most = Math.max(...made.map(({ mostMb }) => mostMb));
  const growth = Math.max(...made.map(({ mostMb, beforeMb }) => mostMb - beforeMb));
  return [
    {
      what: `${name}, memory of the worker, at most`,
      platform: megabytes(most),
      goal: `≤ ${RESIDENT_MAX_MB} MB`,
      holds: most <= RESIDENT_MAX_MB,
    },
    {
      what: `${name}, more than before`,
      platform: megabytes(growth),
      goal: `P10 ≤ ${GOAL_GROWTH_MB} MB`,
      holds: growth <= GOAL_GROWTH_MB,
    },
  ];
}

/** Asks for files at the door, and waits for them. */
class Exports {
  readonly problems: string[] = [];

  constructor(
    private readonly bench: Bench,
    private readonly databaseUrl: string,
    private readonly worker: PlatformChild,
    private readonly headers: { readonly authorization: string },
  ) {}

  /** One that has made a small file of the kind before: its code is loaded, and no other kind has left its traces. */
  async freshWorker(format: Format): Promise<void> {
    await this.worker.stop();
    await this.worker.start();
    await this.make(format, WARM_UP_ROWS);
  }

  async make(format: Format, rows: number): Promise<Made> {
    const beforeMb = residentMegabytes(this.worker.pid);
    let mostMb = beforeMb;
    const watching = setInterval(() => {
      mostMb = Math.max(mostMb, residentMegabytes(this.worker.pid));
    }, SAMPLE_EVERY_MS);
    try {
      const { reportId } = await this.call('POST', '/export', { reportType: 'payments', format, ...daysOf(rows) });
      const made = await this.completed(reportId);
      const tookMs = await this.tookMs(reportId);
      const lines = format === 'csv' ? await this.linesOf(made.downloadUrl ?? '') : rows + 1;
      if (made.rows !== rows || lines !== rows + 1) {
        this.problems.push(`the ${format} file of ${rows} rows has ${made.rows} and ${lines} lines`);
      }
      return { rows, tookMs, sizeBytes: made.sizeBytes ?? 0, beforeMb, mostMb };
    } finally {
      clearInterval(watching);
    }
  }

  private async completed(reportId: string): Promise<ExportAnswer> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = await this.call('GET', `/exports/${reportId}`);
      if (found.status === 'completed') return found;
      if (found.status === 'failed' || Date.now() > deadline) throw new Error(`The export is ${found.status}`);
      await delay(200);
    }
  }

  private async tookMs(reportId: string): Promise<number> {
    const text = `SELECT extract(epoch FROM completed_at - started_at)::float8 * 1000 AS took FROM report_exports WHERE id = $1`;
    return (await query<{ took: number }>(this.databaseUrl, text, [reportId]))[0]?.took ?? Number.NaN;
  }

  private async linesOf(address: string): Promise<number> {
    const { body } = await request(this.bench.stage.dashboardUrl + address);
    let lines = 0;
    for await (const chunk of body as AsyncIterable<Buffer>) {
      for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) lines += 1;
    }
    return lines;
  }

  private async call(method: 'GET' | 'POST', path: string, body?: object): Promise<ExportAnswer> {
    const answer = await request(`${this.bench.stage.dashboardUrl}/api/reports${path}`, {
      method,
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const { data } = (await answer.body.json()) as { data?: ExportAnswer };
    if (!data) throw new Error(`${method} ${path} was answered ${answer.statusCode}`);
    return data;
  }
}

interface ExportAnswer {
  readonly reportId: string;
  readonly status: string;
  readonly rows: number | null;
  readonly sizeBytes: number | null;
  readonly downloadUrl: string | null;
}

const FIRST_DAY_MS = Date.parse('2025-01-01T00:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
/** So many payments are on each day. */
const ROWS_A_DAY = 5000;

/** Days that have so many payments between them. */
function daysOf(rows: number): { readonly startDate: string; readonly endDate: string } {
  const day = (index: number): string => new Date(FIRST_DAY_MS + index * DAY_MS).toISOString().slice(0, 10);
  return { startDate: day(0), endDate: day(rows / ROWS_A_DAY - 1) };
}

const FILL = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn, payer_name,
    description, metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, pending_net,
    refunded_amount, refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
  SELECT gen_random_uuid(), $1, 'sandbox', 'failed', 100 + n % 90000, 'XAF', 'mtn-momo', '+23767' || lpad(n::text, 7, '0'),
    'Ada Ngo', 'Basket ' || n, '{}', gen_random_uuid(), 100 + n % 90000, 'XAF', 1, 0, 0, 0, 0, 0, 'none', at, 1, at, at
  FROM generate_series(0, $2::int - 1) AS n,
    LATERAL (SELECT $3::timestamptz + n / ${ROWS_A_DAY} * interval '1 day' + n % ${ROWS_A_DAY} * interval '10 seconds') AS on_day(at)`;

/** Gives the one merchant so many payments, failed ones, which no books have to explain; returns its organisation. */
async function fill(url: string, rows: number): Promise<string> {
  const [row] = await query<{ id: string }>(url, 'SELECT id FROM organizations LIMIT 1');
  const organizationId = row?.id ?? '';
  // No export reads what is searched for, and its indexes take minutes to fill.
  await query(url, 'ALTER TABLE payments DISABLE TRIGGER payments_text_kept');
  await query(url, FILL, [organizationId, rows, new Date(FIRST_DAY_MS)]);
  // What was noted of so many rows is nothing that the worker should fold meanwhile.
  await query(url, 'SELECT recount_lists()');
  await query(url, 'VACUUM ANALYZE payments');
  return organizationId;
}

const selectOf = (organizationId: string): string =>
  `SELECT id, created_at, settled_at, status, amount, currency, fee, amount - fee, refunded_amount, provider, payer_name,
     payer_msisdn, description, payment_link_id, invoice_id, order_id, provider_reference
   FROM payments WHERE organization_id = '${organizationId}' AND mode = 'sandbox' ORDER BY created_at, id`;
