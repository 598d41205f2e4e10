import { analyze, CONNECTIONS, paymentRequest, type Bench } from '../bench.js';
import { unequalRows } from '../equal-rows.js';
import { profileSummary, startProfile } from '../cpu-profile.js';
import { median } from '../latencies.js';
import { micros, ms, perSecond, ratioOf, ratioText, type PartReport } from '../report.js';
import { interleave, Side, type Slice } from '../sides.js';

const GOAL_RATIO = 0.6;
const GOAL_CPU_MICROS = 250;
const FLOOR_ORGANIZATION = '01900000-0000-7000-8000-000000000001';

/** How many payments a second the dashboard door accepts, beside a floor that makes the same rows. */
export async function benchAccept(bench: Bench): Promise<PartReport> {
  const { plan, stage } = bench;
  const platformUrl = await bench.newDatabase('accept');
  const floorUrl = await bench.newDatabase('accept_floor');
  const inspectorPort = stage.config.portBase + 49;
  const nodeOptions = plan.profiles ? [`--inspect=127.0.0.1:${inspectorPort}`] : [];
  const api = bench.platformProcess('api', platformUrl, { nodeOptions });
  const floor = bench.floor(floorUrl, FLOOR_ORGANIZATION);
  try {
    await Promise.all([api.start(), floor.start()]);
    const authorization = await bench.signUp();
    const postgres = stage.database.pid ?? 0;
    const platform = new Side('platform', api, postgres, stage.dashboardUrl, 201, () =>
      paymentRequest('/api/payments/make-payment', authorization),
    );
    const beside = new Side('floor', floor, postgres, String(floor.ready['url']), 201, () =>
      paymentRequest('/payments', {}),
    );
    await platform.warmUp(plan.warmUpRequests);
    await beside.warmUp(plan.warmUpRequests);
    await analyze(platformUrl, floorUrl);
    const stopProfile = plan.profiles ? await startProfile(inspectorPort) : null;
    await interleave(bench, 'accept', platform, beside);
    if (stopProfile) bench.say(profileSummary(await stopProfile()));
    await Promise.all([platform.close(), beside.close()]);
    await Promise.all([api.stop(), floor.stop()]);
    const problems = [
      ...platform.problems,
      ...beside.problems,
      ...(await unequalRows(
        { url: platformUrl, payments: platform.answered },
        { url: floorUrl, payments: beside.answered },
        ['inserted', 'updated'],
      )),
      ...(await bench.problemsOf(platformUrl)),
    ];
    return report(platform, beside, problems);
  } finally {
    await Promise.all([api.kill(), floor.kill()]);
    await bench.tellOperator('forget');
  }
}

function report(platform: Side, floor: Side, problems: readonly string[]): PartReport {
  const of = ({ slices }: Side, figure: keyof Omit<Slice, 'firstUnexpected'>): number =>
    median(slices.map((slice) => slice[figure]));
  const rates = ratioOf(platform.rates, floor.rates);
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
        platform: perSecond(median(platform.rates)),
        beside: perSecond(median(floor.rates)),
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
    data: { platform: platform.slices, floor: floor.slices, ratio: rates },
    problems,
  };
}
