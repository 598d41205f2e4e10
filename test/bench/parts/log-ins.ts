import { DashboardClient, type Login } from '../../support/platform-processes/dashboard-client.js';
import { analyze, CONNECTIONS, paymentRequest, type Bench } from '../bench.js';
import { median } from '../latencies.js';
import { Load, type LoadResult } from '../load.js';
import { ms, perSecond, type Line, type PartReport } from '../report.js';
import { unexpected } from '../settling.js';

const GOAL_RATIO = 2;
const LOG_INS_PER_SECOND = 50;
/** The last of them are answered a moment after the time is over. */
const LOGGED_IN_SHARE = 0.95;
const ACCOUNTS = 25;
/** Of the payments that are accepted when nothing else is done; more would measure a queue. */
const PACED_SHARE = 0.3;

interface Pair {
  readonly alone: LoadResult;
  readonly beside: LoadResult;
  readonly logIns: LoadResult;
}

/** What log-ins, which are made to be expensive, cost the payments that the same process accepts meanwhile. */
export async function benchLogIns(bench: Bench): Promise<PartReport> {
  const { stage, plan } = bench;
  const url = await bench.newDatabase('log_ins');
  const api = bench.platformProcess('api', url);
  try {
    await api.start();
    const headers = await bench.signUp();
    const payments = new Load(stage.dashboardUrl, CONNECTIONS, 201, () =>
      paymentRequest('/api/payments/make-payment', headers),
    );
    const logIns = await logInsOf(bench);
    try {
      await payments.count(plan.warmUpRequests / 2);
      await logIns.count(ACCOUNTS);
      await analyze(url);
      const most = await payments.full(plan.seconds);
      const rate = Math.max(1, Math.round(most.perSecond * PACED_SHARE));
      const pairs = await compare(bench, payments, logIns, rate);
      const problems = [most, ...pairs.flatMap(({ alone, beside, logIns: made }) => [alone, beside, made])];
      return {
        part: `Payments at ${rate} a second while others log in (beside: the same with nobody else)`,
        lines: linesOf(pairs),
        data: { most, rate, pairs },
        problems: problems.flatMap(unexpected),
      };
    } finally {
      await Promise.all([payments.close(), logIns.close()]);
    }
  } finally {
    await api.kill();
    await bench.tellOperator('forget');
  }
}

async function logInsOf({ stage }: Bench): Promise<Load> {
  const accounts: Login[] = [];
  const client = new DashboardClient(stage.dashboardUrl, 1);
  try {
    while (accounts.length < ACCOUNTS) {
      const login = await client.openAccount();
      await client.verify(login);
      accounts.push(login);
    }
  } finally {
    await client.close();
  }
  let made = 0;
  return new Load(stage.dashboardUrl, CONNECTIONS, 200, () => {
    made += 1;
    return {
      method: 'POST',
      path: '/api/auth/login',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(accounts[made % accounts.length]),
    };
  });
}

async function compare({ plan, say }: Bench, payments: Load, logIns: Load, rate: number): Promise<Pair[]> {
  const alone = (): Promise<LoadResult> => payments.paced(rate, plan.seconds);
  const beside = async (): Promise<Omit<Pair, 'alone'>> => {
    const [paid, loggedIn] = await Promise.all([alone(), logIns.paced(LOG_INS_PER_SECOND, plan.seconds)]);
    return { beside: paid, logIns: loggedIn };
  };
  const pairs: Pair[] = [];
  while (pairs.length < plan.pairs) {
    const pair =
      pairs.length % 2 === 0
        ? { alone: await alone(), ...(await beside()) }
        : { ...(await beside()), alone: await alone() };
    pairs.push(pair);
    say(`  log-ins, p99 of pair ${pairs.length}: ${ms(pair.beside.p99Ms)} beside ${ms(pair.alone.p99Ms)}`);
  }
  return pairs;
}

function linesOf(pairs: readonly Pair[]): Line[] {
  const of = (result: keyof Pair, figure: 'p50Ms' | 'p99Ms' | 'perSecond'): number =>
    median(pairs.map((pair) => pair[result][figure]));
  const slower = pairs.map(({ alone, beside }) => beside.p99Ms / alone.p99Ms);
  return [
    {
      what: `payments, p99 beside ${perSecond(LOG_INS_PER_SECOND)} log-ins`,
      platform: ms(of('beside', 'p99Ms')),
      beside: ms(of('alone', 'p99Ms')),
      ratio: `${median(slower).toFixed(2)} (worst ${Math.max(...slower).toFixed(2)})`,
      goal: `P9 ≤ ${GOAL_RATIO}`,
      // Payments that were spared some of the log-ins prove nothing.
      holds: median(slower) <= GOAL_RATIO && of('logIns', 'perSecond') >= LOG_INS_PER_SECOND * LOGGED_IN_SHARE,
    },
    { what: 'payments, p50', platform: ms(of('beside', 'p50Ms')), beside: ms(of('alone', 'p50Ms')) },
    { what: 'log-ins', platform: perSecond(of('logIns', 'perSecond')) },
    { what: 'log-ins, p50 and p99', platform: `${ms(of('logIns', 'p50Ms'))}, ${ms(of('logIns', 'p99Ms'))}` },
  ];
}
