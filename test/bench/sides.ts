import { Load, type LoadRequest, type LoadResult } from './load.js';
import { CONNECTIONS, type Bench } from './bench.js';
import { cpuMs, familyCpuMs } from './process-usage.js';
import { perSecond } from './report.js';

/** One measurement of one side. */
export interface Slice extends LoadResult {
  /** CPU time of the process that answers, and of PostgreSQL, for each answer. */
  readonly cpuMicros: number;
  readonly postgresCpuMicros: number;
}

/** Something that answers requests: the platform, or what it is held against. */
export class Side {
  readonly slices: Slice[] = [];
  /** Answers of all measurements and of the warm-up. */
  answered = 0;
  private readonly load: Load;

  constructor(
    private readonly name: string,
    private readonly process: { readonly pid: number },
    private readonly postgresPid: number,
    origin: string,
    expectedStatus: number,
    next: () => LoadRequest,
  ) {
    this.load = new Load(origin, CONNECTIONS, expectedStatus, next);
  }

  get rates(): number[] {
    return this.slices.map((slice) => slice.perSecond);
  }

  async warmUp(requests: number): Promise<void> {
    this.answered += (await this.load.count(requests)).answered;
  }

  async measure(seconds: number): Promise<Slice> {
    const before = { own: cpuMs(this.process.pid), postgres: familyCpuMs(this.postgresPid) };
    const result = await this.load.full(seconds);
    const micros = (beforeMs: number, afterMs: number): number => ((afterMs - beforeMs) * 1000) / result.answered;
    const slice = {
      ...result,
      cpuMicros: micros(before.own, cpuMs(this.process.pid)),
      postgresCpuMicros: micros(before.postgres, familyCpuMs(this.postgresPid)),
    };
    this.answered += result.answered;
    this.slices.push(slice);
    return slice;
  }

  /** What makes its measurements void. */
  get problems(): string[] {
    const unexpected = this.slices.reduce((total, slice) => total + slice.unexpected, 0);
    const first = this.slices.find((slice) => slice.firstUnexpected)?.firstUnexpected;
    return unexpected > 0 ? [`${unexpected} unexpected answers of the ${this.name}, such as ${first}`] : [];
  }

  close(): Promise<void> {
    return this.load.close();
  }
}

/** One side after the other, and the other first in every second pair: whatever else the machine does meets both. */
export async function interleave(
  { plan, say }: Bench,
  what: string,
  platform: Side,
  floor: Side,
  seconds = plan.seconds,
): Promise<void> {
  for (let pair = 0; pair < plan.pairs; pair += 1) {
    const order = pair % 2 === 0 ? [platform, floor] : [floor, platform];
    for (const side of order) await side.measure(seconds);
    const [ours, theirs] = [platform, floor].map((side) => perSecond(side.rates.at(-1) ?? 0));
    say(`  ${what}, pair ${pair + 1}: ${ours} beside ${theirs}`);
  }
}
