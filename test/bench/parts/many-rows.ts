import { DashboardClient } from '../../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import { query, type Bench } from '../bench.js';
import { latenciesOf, median } from '../latencies.js';
import { cpuMs, familyCpuMs } from '../process-usage.js';
import { ms, type Line, type PartReport } from '../report.js';
import { fillWithPayments } from './many-rows-fill.js';

const GOAL_GROWTH = 1.5;
const DAY_MS = 24 * 3_600_000;
const LIMIT = 20;
const LONGEST_MS = 3000;
/** Beside the ports of the stage, which are fifty. */
const NEXT_PORTS = 50;

/** What a merchant reads of its payments when it has a hundred times as many. The two merchants are asked by turns. */
export async function benchManyRows(bench: Bench): Promise<PartReport> {
  const [many, few] = bench.plan.isQuick ? [100_000, 1000] : [1_000_000, 10_000];
  const sides = [new Merchant(bench, 'many_rows', many, 0), new Merchant(bench, 'few_rows', few, NEXT_PORTS)] as const;
  const [large, small] = sides;
  try {
    // The small one first: what is wrong with the filling shows at once.
    for (const side of [small, large]) await side.prepare();
    const lines: Line[] = [];
    const data: Record<string, object> = {};
    for (const what of large.kinds) {
      for (let round = 0; round < (bench.plan.isQuick ? 2 : 4); round += 1) {
        for (const side of round % 2 === 0 ? sides : [small, large]) await side.ask(what);
      }
      const [ours, theirs] = [large.told(what), small.told(what)];
      lines.push(lineOf(what, ours, theirs));
      data[what] = { many: ours, few: theirs };
      bench.say(`  ${what}: ${text(ours)} beside ${text(theirs)}`);
    }
    return {
      part: `p50 / p95 / CPU with ${many} payments beside 1,000 small merchants (beside: the same with ${few})`,
      lines,
      data,
      problems: [...large.problems, ...small.problems],
    };
  } finally {
    for (const side of sides) await side.end();
  }
}

interface Told {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the api process and of PostgreSQL together: what other programs do meanwhile is not in it. */
  readonly cpuMs: number;
}

const text = (told: Told): string => `${ms(told.p50Ms)} / ${ms(told.p95Ms)} / ${ms(told.cpuMs)}`;

function lineOf(what: string, many: Told, few: Told): Line {
  const growth = many.p50Ms / few.p50Ms;
  const ratio = `${growth.toFixed(2)} (CPU ${(many.cpuMs / few.cpuMs).toFixed(2)})`;
  const holds = growth <= GOAL_GROWTH;
  return { what, platform: text(many), beside: text(few), ratio, goal: `≤ ${GOAL_GROWTH}`, holds };
}

/** A merchant with so many payments, on a database and with a process of its own. */
class Merchant {
  readonly problems: string[] = [];
  private readonly latenciesMs = new Map<string, number[]>();
  private readonly cpuMs = new Map<string, number[]>();
  private paths: Readonly<Record<string, string>> = {};
  private readonly client: DashboardClient;
  private api: PlatformChild | null = null;
  private token = '';

  constructor(
    private readonly bench: Bench,
    private readonly name: string,
    private readonly payments: number,
    private readonly morePorts: number,
  ) {
    const { dashboard } = bench.stage.config.ports;
    this.client = new DashboardClient(`http://127.0.0.1:${dashboard + morePorts}`, 1);
  }

  get kinds(): string[] {
    return Object.keys(this.paths);
  }

  async prepare(): Promise<void> {
    const { stage, say } = this.bench;
    const url = await this.bench.newDatabase(this.name);
    const portBase = String(stage.config.portBase + this.morePorts);
    this.api = stage.process('api', { environment: { DATABASE_URL: url, PORT_BASE: portBase } });
    await this.api.start();
    this.token = await this.client.signUp();
    const [organization] = await query<{ id: string }>(url, 'SELECT id FROM organizations LIMIT 1');
    const startedAt = performance.now();
    await fillWithPayments(url, organization?.id ?? '', this.payments);
    say(`  ${this.payments} payments and what they leave behind: ${ms(performance.now() - startedAt)}`);
    this.problems.push(...(await this.bench.problemsOf(url)));
    this.paths = await requests(url, organization?.id ?? '');
  }

  /** Asks one thing some times, one after the other, or less often where it takes long. The first answers are not counted. */
  async ask(what: string): Promise<void> {
    const times = this.bench.plan.isQuick ? 10 : 25;
    const latencies = this.latenciesMs.get(what) ?? [];
    this.latenciesMs.set(what, latencies);
    for (let warm = 0; warm < 2; warm += 1) await this.once(what);
    const before = this.usedMs();
    const until = performance.now() + LONGEST_MS;
    let asked = 0;
    for (; asked < times && performance.now() < until; asked += 1) latencies.push(await this.once(what));
    this.cpuMs.set(what, [...(this.cpuMs.get(what) ?? []), (this.usedMs() - before) / asked]);
  }

  told(what: string): Told {
    const { p50Ms, p95Ms } = latenciesOf(this.latenciesMs.get(what) ?? []);
    return { p50Ms, p95Ms, cpuMs: median(this.cpuMs.get(what) ?? []) };
  }

  async end(): Promise<void> {
    await this.client.close();
    await this.api?.kill();
  }

  private usedMs(): number {
    return cpuMs(this.api?.pid ?? 0) + familyCpuMs(this.bench.stage.database.pid ?? 0);
  }

  private async once(what: string): Promise<number> {
    const startedAt = performance.now();
    const { status, body } = await this.client.call('GET', this.paths[what] ?? '', { token: this.token });
    if (status !== 200) this.problems.push(`${what} was answered with ${status}: ${JSON.stringify(body)}`);
    return performance.now() - startedAt;
  }
}

interface Example {
  readonly id: string;
  readonly reference: string;
  readonly description: string;
  readonly name: string;
  readonly phone: string;
  readonly payments: number;
  readonly customer: string;
}

/** A payment from the middle of the year: searching what is new would be too easy. */
const EXAMPLE = `SELECT id, provider_reference AS reference, description, payer_name AS name, payer_msisdn AS phone,
    (SELECT count(*)::int FROM payments WHERE organization_id = $1) AS payments,
    (SELECT customer_id FROM invoices WHERE organization_id = $1 ORDER BY created_at DESC LIMIT 1) AS customer
  FROM payments WHERE organization_id = $1 AND refunded_amount > 0 AND created_at < now() - interval '180 days'
  ORDER BY created_at DESC LIMIT 1`;

async function requests(url: string, organizationId: string): Promise<Record<string, string>> {
  const [found] = await query<Example>(url, EXAMPLE, [organizationId]);
  if (!found) throw new Error('There are no payments to search for');
  const day = (daysAgo: number): string => new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  const year = `startDate=${day(360)}&endDate=${day(0)}`;
  const page = Math.floor((found.payments * 0.9) / LIMIT);
  const payments = (more: string): string => `/payments?limit=${LIMIT}&${more}`;
  const lines = (more: string): string => `/transactions?limit=${LIMIT}&${more}`;
  const refunds = (more: string): string => `/refunds?limit=${LIMIT}&${more}`;
  const month = `startDate=${day(200)}&endDate=${day(170)}`;
  const more = (list: string, narrowed = ''): string => `/${list}?limit=${LIMIT}&${narrowed}`;
  const tenth = Math.floor(page / 10);
  const search = (text: string): string => payments(`search=${encodeURIComponent(text)}`);
  return {
    'payments, first page': payments(''),
    'payments, deep page': payments(`page=${page}`),
    'payments, past the end': payments(`page=${found.payments}`),
    'payments by common status': payments('status=paid'),
    'payments by common status, deep': payments(`status=paid&page=${Math.floor(page * 0.8)}`),
    'payments by rare status': payments('status=cancelled'),
    'payments by status none has': payments('status=pending'),
    'payments of a month': payments(month),
    'payments of a year': payments(year),
    'payments by amounts of most': payments('amountMin=2000'),
    // As many of each merchant: a page of one row is made sooner than one of twenty.
    'payments by amounts of few': payments(
      `amountMin=10000&amountMax=${10_000 + Math.round(6_000_000 / found.payments)}`,
    ),
    'payments of a month, by amount': payments(`${month}&amountMin=50000`),
    'search by customer': search(found.name),
    'search by number': search(found.phone),
    'search by description': search(found.description),
    'search by reference': search(found.reference),
    'search by id': search(found.id),
    'search by a part of an id': search(found.id.slice(-9)),
    'search for what most have': search('basket'),
    'search for what none has': search('no such text'),
    'search of a paid customer': payments(`status=paid&search=${encodeURIComponent(found.name)}`),
    'refunds, first page': refunds(''),
    'refunds, deep page': refunds(`page=${Math.ceil(page / 60)}`),
    'refunds by status': refunds('status=completed'),
    'refunds of a payment': refunds(`paymentId=${found.id}`),
    'transactions, first page': lines(''),
    'transactions, deep page': lines(`page=${page}`),
    'transactions by type': lines('type=refund'),
    'transactions by type none has': lines('type=chargeback'),
    'transactions by currency': lines('currency=XAF'),
    'transactions by type and currency': lines('type=chargeback&currency=XAF'),
    'transactions of a month': lines(month),
    'payouts, first page': more('payouts'),
    'payouts, deep page': more('payouts', `page=${tenth}`),
    'payouts by status': more('payouts', 'status=failed'),
    'chargebacks, first page': more('chargebacks'),
    'chargebacks by status': more('chargebacks', 'status=won'),
    'orders, first page': more('orders'),
    'orders, deep page': more('orders', `page=${tenth}`),
    'orders by status': more('orders', 'status=cancelled'),
    'orders of a customer': more('orders', `customerId=${found.customer}`),
    'customers, first page': more('customers'),
    'search of customers': more('customers', `search=${encodeURIComponent(found.name)}`),
    'products, first page': more('products'),
    'payment links, first page': more('payments/links'),
    'payment links, deep page': more('payments/links', `page=${tenth}`),
    'payment links, active': more('payments/links', 'status=active'),
    'payment links, expired': more('payments/links', 'status=expired'),
    'payment links, cancelled': more('payments/links', 'status=cancelled'),
    'search of payment links': more('payments/links', `search=${encodeURIComponent(found.description)}`),
    'invoices, first page': more('invoices'),
    'invoices, deep page': more('invoices', `page=${tenth}`),
    'invoices, drafts': more('invoices', 'status=draft'),
    'invoices, sent': more('invoices', 'status=sent'),
    'invoices, paid': more('invoices', 'status=paid'),
    'invoices, overdue': more('invoices', 'status=overdue'),
    'invoices, pending': more('invoices', 'status=pending'),
    'invoices of a month': more('invoices', month),
    'invoices of a customer': more('invoices', `customerId=${found.customer}`),
    'search of invoices': more('invoices', `search=${encodeURIComponent(found.name)}`),
    'credit notes, first page': more('invoices/credit-notes'),
    'schedules, first page': more('invoices/recurring'),
    'notifications, first page': more('notifications'),
    'notifications, unread': more('notifications', 'filter=unread'),
    'calls of keys, first page': more('api-keys/logs'),
    'calls of keys, deep page': more('api-keys/logs', `page=${Math.floor(page * 0.9)}`),
    'calls of keys of a day': more('api-keys/logs', `startDate=${day(5)}&endDate=${day(5)}`),
    balance: '/balance?currency=XAF',
    'statistics of a year': `/statistics?period=years&value=${new Date().getUTCFullYear()}`,
    'daily statistics of a year': `/statistics/daily?${year}`,
    'balance report of a year': `/reports/balance?${year}`,
    'settlements, first page': more('reports/settlements'),
    'settlements of a year': more('reports/settlements', year),
    'settlements that wait': more('reports/settlements', 'status=pending'),
  };
}
