import { analyze, CONNECTIONS, paymentRequest, type Bench } from '../bench.js';
import { median } from '../latencies.js';
import { Load } from '../load.js';
import { perSecond, ratioOf, ratioText, type Line, type PartReport } from '../report.js';
import { SettlingSide, untilRead } from '../settling.js';

const GOAL_RATIO = 0.7;
const MERCHANTS = 1000;
const MERCHANTS_QUICK = 100;
/** Signing up is mostly the hashing of passwords, one at a time for each processor that can be spared. */
const SIGNING_UP_AT_ONCE = 8;

type Headers = Readonly<Record<string, string>>;

/** All traffic on one merchant's balance, beside the same traffic spread over many: what payments wait for one another. */
export async function benchHotMerchant(bench: Bench): Promise<PartReport> {
  const { plan, stage } = bench;
  const url = await bench.newDatabase('hot_merchant');
  const [api, worker] = [bench.platformProcess('api', url), bench.platformProcess('worker', url)];
  try {
    await Promise.all([api.start(), worker.start()]);
    const merchants = await signUpMany(bench, plan.isQuick ? MERCHANTS_QUICK : MERCHANTS);
    const side = (paying: readonly Headers[]): SettlingSide => {
      let payments = 0;
      const next = (): Headers => paying[(payments += 1) % paying.length] ?? {};
      const load = new Load(stage.dashboardUrl, CONNECTIONS, 201, () =>
        paymentRequest('/api/payments/make-payment', next()),
      );
      return new SettlingSide(bench, url, load);
    };
    const [hot, spread] = [side(merchants.slice(0, 1)), side(merchants)];
    await compare(bench, url, hot, spread);
    await Promise.all([hot.load.close(), spread.load.close()]);
    await Promise.all([api.stop(), worker.stop()]);
    return {
      part: `Payments of one merchant (beside: the same, spread over ${merchants.length})`,
      lines: [
        lineOf('payments accepted', hot.acceptRates, spread.acceptRates),
        lineOf('payments settled on callbacks', hot.rates, spread.rates),
      ],
      data: [hot, spread].map(({ acceptRates, rates }) => ({ accepted: acceptRates, settled: rates })),
      problems: [...hot.problems, ...spread.problems, ...(await bench.problemsOf(url))],
    };
  } finally {
    await Promise.all([api.kill(), worker.kill()]);
    await bench.tellOperator('forget');
  }
}

async function signUpMany(bench: Bench, count: number): Promise<Headers[]> {
  const merchants: Headers[] = [];
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) merchants.push(await bench.signUp());
  };
  await Promise.all(Array.from({ length: SIGNING_UP_AT_ONCE }, one));
  return merchants;
}

async function compare({ plan, say }: Bench, url: string, hot: SettlingSide, spread: SettlingSide): Promise<void> {
  const payments = plan.isQuick ? 400 : 2000;
  for (const side of [hot, spread]) await side.settle(payments);
  await analyze(url);
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    for (const side of pair % 2 === 0 ? [hot, spread] : [spread, hot]) {
      // What follows from the payments of one side must not be worked off in the time of the other.
      await untilRead(url);
      await side.measure(payments);
    }
    const latest = (rates: readonly number[]): string => perSecond(rates.at(-1) ?? 0);
    const [ours, theirs] = [hot, spread].map((side) => `${latest(side.acceptRates)}, ${latest(side.rates)}`);
    say(`  hot merchant, pair ${pair + 1} (accepted, settled): ${ours} beside ${theirs}`);
  }
}

function lineOf(what: string, hot: readonly number[], spread: readonly number[]): Line {
  const ratio = ratioOf(hot, spread);
  return {
    what,
    platform: perSecond(median(hot)),
    beside: perSecond(median(spread)),
    ratio: ratioText(ratio),
    goal: `P3 ≥ ${GOAL_RATIO}`,
    holds: ratio.median >= GOAL_RATIO,
  };
}
