import { query, type Bench } from '../bench.js';
import type { LoadRequest } from '../load.js';
import { median } from '../latencies.js';
import { ms, perSecond, ratioOf, ratioText, type Line, type PartReport, type Ratio } from '../report.js';
import { interleave, Side } from '../sides.js';

const GOAL_RATIO = 0.8;
const GOAL_TOTAL = 1.3;
const LIMIT = 20;

interface ListKind {
  readonly name: string;
  readonly query: string;
}

const LISTS: readonly ListKind[] = [
  { name: 'first page', query: `page=1&limit=${LIMIT}` },
  { name: 'page 500', query: `page=500&limit=${LIMIT}` },
  { name: 'search', query: `page=1&limit=${LIMIT}&search=basket%2077` },
];

/** The list of one merchant's payments, beside the same statements over bare Fastify. */
export async function benchLists(bench: Bench): Promise<PartReport> {
  const url = await bench.newDatabase('lists');
  const payments = bench.plan.isQuick ? 20_000 : 100_000;
  const api = bench.platformProcess('api', url);
  try {
    await api.start();
    const headers = await bench.signUp();
    const organizationId = await fill(url, payments);
    const floor = bench.floor(url, organizationId);
    try {
      await floor.start();
      const postgres = bench.stage.database.pid ?? 0;
      const side = (name: string, process: { pid: number }, origin: string, path: string, sent: object): Side =>
        new Side(name, process, postgres, origin, 200, (): LoadRequest => ({
          method: 'GET',
          path,
          headers: { ...sent },
          body: null,
        }));
      const platformOf = (list: ListKind): Side =>
        side(list.name, api, bench.stage.dashboardUrl, `/api/payments?${list.query}`, headers);
      const floorOf = (list: ListKind, more = ''): Side =>
        side(`floor, ${list.name}`, floor, String(floor.ready['url']), `/payments?${list.query}${more}`, {});
      const lines: Line[] = [];
      const data: Record<string, object> = {};
      const problems: string[] = [];
      const compare = async (what: string, platform: Side, beside: Side): Promise<Ratio> => {
        await platform.warmUp(bench.plan.warmUpRequests / 10);
        await beside.warmUp(bench.plan.warmUpRequests / 10);
        await interleave(bench, what, platform, beside, bench.plan.seconds / 2);
        await Promise.all([platform.close(), beside.close()]);
        problems.push(...platform.problems, ...beside.problems);
        const ratio = ratioOf(platform.rates, beside.rates);
        data[what] = { platform: platform.slices, floor: beside.slices, ratio };
        return ratio;
      };
      for (const list of LISTS) {
        const [platform, beside] = [platformOf(list), floorOf(list)];
        lines.push(...listLines(list.name, platform, beside, await compare(list.name, platform, beside)));
      }
      const [first] = LISTS;
      if (first) {
        const [platform, beside] = [platformOf(first), floorOf(first, '&total=no')];
        lines.push(totalLine(platform, beside, await compare('first page, without total', platform, beside)));
      }
      await Promise.all([api.stop(), floor.stop()]);
      return {
        part: `Lists over ${payments} payments of one merchant (beside: the same over bare Fastify and pg)`,
        lines,
        data,
        problems,
      };
    } finally {
      await floor.kill();
    }
  } finally {
    await api.kill();
  }
}

function listLines(name: string, platform: Side, floor: Side, ratio: Ratio): Line[] {
  const p99 = (side: Side): string => ms(median(side.slices.map(({ p99Ms }) => p99Ms)));
  return [
    {
      what: `${name}, of ${LIMIT}`,
      platform: perSecond(median(platform.rates)),
      beside: perSecond(median(floor.rates)),
      ratio: ratioText(ratio),
      goal: `P4 ≥ ${GOAL_RATIO}`,
      holds: ratio.median >= GOAL_RATIO,
    },
    { what: `${name}, latency p99`, platform: p99(platform), beside: p99(floor) },
  ];
}

/** The door always counts: its share and the price of counting together, beside raw rows that nobody has counted. */
function totalLine(platform: Side, floor: Side, ratio: Ratio): Line {
  const goal = GOAL_RATIO / GOAL_TOTAL;
  return {
    what: 'first page with total, beside rows without',
    platform: perSecond(median(platform.rates)),
    beside: perSecond(median(floor.rates)),
    ratio: ratioText(ratio),
    goal: `P4, P5 ≥ ${goal.toFixed(2)}`,
    holds: ratio.median >= goal,
  };
}

const FILL = `INSERT INTO payments (id, organization_id, mode, status, amount, currency, provider, payer_msisdn, description,
    metadata, provider_reference, provider_amount, provider_currency, exchange_rate, fee, pending_net, refunded_amount,
    refunding_amount, fee_returned, dispute_state, expires_at, checks, created_at, updated_at)
  SELECT gen_random_uuid(), $1, 'sandbox', 'failed', 100 + n % 90000, 'XAF', 'mtn-momo', '+23767' || lpad(n::text, 7, '0'),
    'Basket ' || n, '{}', gen_random_uuid(), 100 + n % 90000, 'XAF', 1, 0, 0, 0, 0, 0, 'none',
    now(), 1, now() - n * interval '1 minute', now()
  FROM generate_series(1, $2::int) AS n`;

/** Gives the one merchant so many payments; returns its organisation. */
async function fill(url: string, payments: number): Promise<string> {
  const [row] = await query<{ id: string }>(url, 'SELECT id FROM organizations LIMIT 1');
  const organizationId = row?.id ?? '';
  await query(url, FILL, [organizationId, payments]);
  // No worker runs here that would fold the counts of so many at once.
  await query(url, 'SELECT recount_lists()');
  await query(url, 'VACUUM ANALYZE');
  return organizationId;
}
