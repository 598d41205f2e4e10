import type { Latencies } from '../latencies.js';
import type { Standing } from '../standing.js';
import type { Turn } from './beside-young.js';
import { linesOf, type Minute, type Sustained } from './sustained-lines.js';

const RATE = 240;
const STANDING: Standing = {
  apiMegabytes: 200,
  workerMegabytes: 200,
  postgresMegabytes: 300,
  eventsUnread: 50,
  deliveriesWaiting: 5,
  jobsWaiting: 1,
  mailsOwed: 0,
  notesUnfolded: 3000,
  connections: 35,
  yardstickMs: 9,
};

const latencies = (slower = 1): Latencies => ({ p50Ms: 10 * slower, p95Ms: 50 * slower, p99Ms: 100 * slower });
const turn = (slower = 1, dearer = 1): Turn => ({
  payments: latencies(slower),
  webhooks: latencies(slower),
  cpuMs: 6 * dearer,
});
const minute = (slower = 1, more: Partial<Standing> = {}): Minute => ({
  payments: latencies(slower),
  webhooks: latencies(slower),
  standings: [{ ...STANDING, ...more }],
});

const turns = (old: readonly Turn[], young: readonly Turn[] = old.map(() => turn())): Sustained['turns'] => ({
  old,
  young,
  rate: RATE,
  maximumOfYoung: 300,
  problems: [],
});

/** What does not hold of ten minutes that were quiet but for this. */
function missed(more: Partial<Sustained>): string[] {
  const minutes = Array.from({ length: 10 }, () => minute());
  const load = { ...latencies(), answered: 600 * RATE, perSecond: RATE, unexpected: 0, firstUnexpected: null };
  const quiet = {
    ...{ maxima: [300], maximumAfterwards: 300, rate: RATE, load, minutes, turns: turns([turn()]) },
    ...{ webhooks: latencies(), projection: latencies(), mailsPerSecond: 500 },
  };
  return linesOf({ ...quiet, ...more }).flatMap(({ what, holds, goal }) =>
    holds === false && !goal?.startsWith('P8') ? [what] : [],
  );
}

describe('ten minutes of load', () => {
  it('hold where nothing grows', () => {
    expect(missed({})).toEqual([]);
  });

  it.each([
    ['payments', /^payments, p50 and p99 of a minute/],
    ['webhooks', /^settlement → webhook, p50 and p99 of a minute/],
  ] as const)('do not hold where %s are slower in the last minutes', (figure, line) => {
    const minutes = Array.from({ length: 10 }, (_, at) => ({
      ...minute(),
      [figure]: latencies(at < 7 ? 1 : 1.3),
    }));
    expect(missed({ minutes })).toEqual([expect.stringMatching(line)]);
  });

  it('do not hold where the load was more of what a young platform does behind them than was meant', () => {
    expect(missed({ rate: RATE, turns: { ...turns([turn()]), maximumOfYoung: 270 } })).toEqual([
      expect.stringMatching(/^the load/),
    ]);
  });

  it('hold in turn where the machine is slower for a young platform as well', () => {
    expect(missed({ turns: turns([turn(20)], [turn(20)]) })).toEqual([]);
  });

  it.each([
    [
      'slower',
      [turn(1.3), turn(0.5), turn(1.3)],
      [/^payments, p50 and p99 behind/, /^settlement → webhook, p50 and p99 behind/],
    ],
    ['dearer', [turn(1, 1.15), turn(1, 0.5), turn(1, 1.15)], [/^CPU a payment/]],
  ])('do not hold where most turns are %s than those of a young platform', (_, old, lines) => {
    expect(missed({ turns: turns(old) })).toEqual(lines.map((line) => expect.stringMatching(line)));
  });

  it('hold where one turn of several is slower', () => {
    expect(missed({ turns: turns([turn(), turn(30), turn()]) })).toEqual([]);
  });

  it.each([
    ['apiMegabytes', 211, 'memory of api'],
    ['workerMegabytes', 211, 'memory of worker'],
    ['eventsUnread', STANDING.eventsUnread + 2 * RATE + 1, 'events unread, on average'],
    ['deliveriesWaiting', STANDING.deliveriesWaiting + RATE + 1, 'deliveries waiting, on average'],
    ['jobsWaiting', STANDING.jobsWaiting + RATE + 1, 'jobs waiting, on average'],
    ['mailsOwed', RATE + 1, 'mails owed, on average'],
    ['notesUnfolded', STANDING.notesUnfolded + 6 * RATE + 1, 'notes unfolded, on average'],
  ])('do not hold where %s grows to %d', (figure, grown, line) => {
    const minutes = Array.from({ length: 10 }, (_, at) => minute(1, at === 9 ? { [figure]: grown } : {}));
    expect(missed({ minutes })).toEqual([line]);
  });
});
