import { CONNECTIONS, paymentRequest, query, type Bench } from '../bench.js';
import { median } from '../latencies.js';
import { Load, type LoadResult } from '../load.js';
import { cpuMs, familyCpuMs } from '../process-usage.js';
import { micros, ms, perSecond, ratioOf, ratioText, type PartReport } from '../report.js';

interface Slice extends LoadResult {
  /** CPU time of the process that answers, and of PostgreSQL, for each payment. */
  readonly cpuMicros: number;
  readonly postgresCpuMicros: number;
}

const GOAL_RATIO = 0.6;
const GOAL_CPU_MICROS = 250;

/** How many payments a second the dashboard door accepts, beside a floor that makes the same rows. */
export async function benchAccept(bench: Bench): Promise<PartReport> {
  const [platformUrl, floorUrl] = [await bench.newDatabase('accept'), await bench.newDatabase('accept_floor')];
  const organizationId = '01900000-0000-7000-8000-000000000001';
  const { profileDirectory } = bench.plan;
  const api = bench.platformProcess('api', platformUrl, {
    nodeOptions: profileDirectory ? ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`] : [],
  });
  const floor = bench.sideProcess('floor', './floor/floor-server.ts', {
    DATABASE_URL: floorUrl,
    OPERATOR_URL: bench.operatorUrl,
    ORGANIZATION_ID: organizationId,
    CALLBACK_URL: `${bench.stage.dashboardUrl}/api/webhooks/mtn-callback?token=${bench.stage.config.callbackSecret}`,
    POOL_SIZE: String(bench.stage.config.databasePoolSize),
  });
  await Promise.all([api.start(), floor.start()]);
  const client = bench.dashboardClient();
  try {
    const token = await client.signUp();
    const authorization = { authorization: `Bearer ${token}` };
    const loads = {
      platform: new Load(bench.stage.dashboardUrl, CONNECTIONS, 201, () =>
        paymentRequest('/api/payments/make-payment', authorization),
      ),
      floor: new Load(String(floor.ready['url']), CONNECTIONS, 201, () => paymentRequest('/payments', {})),
    };
    const postgres = bench.stage.database.pid ?? 0;
    const slice = async (side: 'platform' | 'floor', seconds: number): Promise<Slice> => {
      const { pid } = side === 'platform' ? api : floor;
      const before = [cpuMs(pid), familyCpuMs(postgres)] as const;
      const result = await loads[side].full(seconds);
      const micros = (beforeMs: number, afterMs: number): number => ((afterMs - beforeMs) * 1000) / result.answered;
      return {
        ...result,
        cpuMicros: micros(before[0], cpuMs(pid)),
        postgresCpuMicros: micros(before[1], familyCpuMs(postgres)),
      };
    };
    const measured = await interleave(bench, slice);
    await Promise.all([loads.platform.close(), loads.floor.close()]);
    await Promise.all([api.stop(), floor.stop()]);
    const problems = [
      ...unexpectedIn(measured.platform, 'platform'),
      ...unexpectedIn(measured.floor, 'floor'),
      ...(await unequalRows(platformUrl, floorUrl, measured.answered)),
      ...(await bench.problemsOf(platformUrl)),
    ];
    return report(measured, problems);
  } finally {
    await client.close();
    await Promise.all([api.kill(), floor.kill()]);
    await bench.tellOperator('forget');
  }
}

interface Measured {
  readonly platform: readonly Slice[];
  readonly floor: readonly Slice[];
  /** Payments of each side, those of the warm-up included. */
  readonly answered: { readonly platform: number; readonly floor: number };
}

/** One after the other, and the other first in every second pair: whatever else the machine does meets both. */
async function interleave(
  { plan, say }: Bench,
  slice: (side: 'platform' | 'floor', seconds: number) => Promise<Slice>,
): Promise<Measured> {
  const platform: Slice[] = [];
  const floor: Slice[] = [];
  const answered = { platform: 0, floor: 0 };
  const measure = async (side: 'platform' | 'floor', seconds: number): Promise<Slice> => {
    const result = await slice(side, seconds);
    answered[side] += result.answered;
    return result;
  };
  await measure('platform', plan.warmUpSeconds);
  await measure('floor', plan.warmUpSeconds);
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const order = pair % 2 === 0 ? (['platform', 'floor'] as const) : (['floor', 'platform'] as const);
    for (const side of order) (side === 'platform' ? platform : floor).push(await measure(side, plan.seconds));
    say(
      `  accept, pair ${pair + 1}: ${perSecond(platform[pair]?.perSecond ?? 0)} beside ${perSecond(floor[pair]?.perSecond ?? 0)}`,
    );
  }
  return { platform, floor, answered };
}

function report({ platform, floor, answered }: Measured, problems: readonly string[]): PartReport {
  const of = (slices: readonly Slice[], figure: keyof Omit<Slice, 'firstUnexpected'>): number =>
    median(slices.map((slice) => slice[figure]));
  const rates = ratioOf(
    platform.map((slice) => slice.perSecond),
    floor.map((slice) => slice.perSecond),
  );
  const latency = (figure: 'p50Ms' | 'p95Ms' | 'p99Ms') => ({
    what: `latency ${figure.slice(0, 3)} at ${CONNECTIONS} connections`,
    platform: ms(of(platform, figure)),
    beside: ms(of(floor, figure)),
  });
  const cpu = of(platform, 'cpuMicros');
  return {
    part: 'Payments accepted through the dashboard door (beside: bare Fastify and pg, the same rows)',
    lines: [
      {
        what: 'payments accepted',
        platform: perSecond(of(platform, 'perSecond')),
        beside: perSecond(of(floor, 'perSecond')),
        ratio: ratioText(rates),
        goal: `P1 ≥ ${GOAL_RATIO}`,
        holds: rates.median >= GOAL_RATIO,
      },
      ...(['p50Ms', 'p95Ms', 'p99Ms'] as const).map(latency),
      {
        what: 'CPU of the api process, for each',
        platform: micros(cpu),
        beside: micros(of(floor, 'cpuMicros')),
        goal: `P2 ≤ ${GOAL_CPU_MICROS} µs`,
        holds: cpu <= GOAL_CPU_MICROS,
      },
      {
        what: 'CPU of PostgreSQL, for each',
        platform: micros(of(platform, 'postgresCpuMicros')),
        beside: micros(of(floor, 'postgresCpuMicros')),
      },
    ],
    data: { platform, floor, ratio: rates, answered },
    problems,
  };
}

function unexpectedIn(slices: readonly Slice[], side: string): string[] {
  const unexpected = slices.reduce((total, slice) => total + slice.unexpected, 0);
  const first = slices.find((slice) => slice.firstUnexpected)?.firstUnexpected;
  return unexpected > 0 ? [`${unexpected} unexpected answers of the ${side}, such as ${first}`] : [];
}

const ROWS = `SELECT relname AS table, n_tup_ins::int AS inserted, n_tup_upd::int AS updated FROM pg_stat_user_tables
  WHERE schemaname = 'public'`;
/** Signing up makes some rows as well. */
const OTHER_ROWS_MAX = 20;

/** The floor must write what the platform writes, table for table, or it is no floor. */
async function unequalRows(platformUrl: string, floorUrl: string, answered: Measured['answered']): Promise<string[]> {
  type Row = { table: string; inserted: number; updated: number };
  const floorRows = new Map((await query<Row>(floorUrl, ROWS)).map((row) => [row.table, row]));
  return (await query<Row>(platformUrl, ROWS)).flatMap((row) => {
    const floor = floorRows.get(row.table);
    return (['inserted', 'updated'] as const).flatMap((figure) => {
      const perPayment = [row[figure] / answered.platform, (floor?.[figure] ?? 0) / answered.floor] as const;
      const tolerance = OTHER_ROWS_MAX / Math.min(answered.platform, answered.floor);
      if (Math.abs(perPayment[0] - perPayment[1]) <= tolerance) return [];
      const [ours, theirs] = perPayment.map((rows) => rows.toFixed(2));
      return [`${row.table}: ${figure} are ${ours} rows a payment, by the floor ${theirs}`];
    });
  });
}
