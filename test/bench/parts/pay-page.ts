import { DashboardClient } from '../../support/platform-processes/dashboard-client.js';
import { CONNECTIONS, query, type Bench } from '../bench.js';
import { Load, type LoadResult } from '../load.js';
import { ms, perSecond, type Line, type PartReport } from '../report.js';

const VIEWS_PER_SECOND = 200;
const LINKS = 50;

/** The page that payers open, of several links by turns, as a phone asks for it that has seen its style and script before. */
export async function benchPayPage(bench: Bench): Promise<PartReport> {
  const url = await bench.newDatabase('pay_page');
  const { ports, portBase } = bench.stage.config;
  const api = bench.stage.process('api', {
    environment: {
      ...{ DATABASE_URL: url, PORT_BASE: String(portBase), SURFACES: 'dashboard,payment-links' },
      // All views come from one address.
      RATE_LIMIT_FACTOR: '1000000',
    },
  });
  try {
    await api.start();
    const slugs = await makeLinks(bench, url);
    let views = 0;
    const load = new Load(`http://127.0.0.1:${ports['payment-links']}`, CONNECTIONS, 200, () => {
      views += 1;
      const path = `/pay/${slugs[views % slugs.length]}`;
      return { method: 'GET', path, headers: { 'accept-language': 'fr', 'accept-encoding': 'gzip' }, body: null };
    });
    try {
      await load.count(bench.plan.warmUpRequests / 4);
      const paced = await load.paced(VIEWS_PER_SECOND, bench.plan.seconds * 2);
      const full = await load.full(bench.plan.seconds);
      return {
        part: `The pay page at ${VIEWS_PER_SECOND} views a second (until its last byte), and at its most`,
        lines: linesOf(paced, full),
        data: { paced, full },
        problems: [paced, full].flatMap(({ firstUnexpected }) => firstUnexpected ?? []),
      };
    } finally {
      await load.close();
    }
  } finally {
    await api.kill();
  }
}

async function makeLinks(bench: Bench, databaseUrl: string): Promise<string[]> {
  const client = new DashboardClient(bench.stage.dashboardUrl, 1);
  try {
    const token = await client.signUp();
    const body = { type: 'Fixed', amount: 15000, currency: 'XAF', paymentMethods: ['MTN Mobile Money'] };
    for (let made = 0; made < LINKS; made += 1) {
      const { status } = await client.call('POST', '/payments/links', { token, body });
      if (status !== 201) throw new Error(`No payment link was made: ${status}`);
    }
  } finally {
    await client.close();
  }
  return (await query<{ slug: string }>(databaseUrl, 'SELECT slug FROM payment_links')).map(({ slug }) => slug);
}

const linesOf = (paced: LoadResult, full: LoadResult): Line[] => [
  { what: 'p50 / p95 / p99', platform: [paced.p50Ms, paced.p95Ms, paced.p99Ms].map(ms).join(' / ') },
  { what: 'views, at most', platform: perSecond(full.perSecond) },
  { what: 'at most, p50 / p99', platform: [full.p50Ms, full.p99Ms].map(ms).join(' / ') },
];
