import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from '../seeded-random.js';

/** Something that breaks, and is whole again after a while. */
export interface Fault {
  readonly name: string;
  /** How much more often than others it is drawn. */
  readonly weight: number;
  /** Whether the worker may forget what it has sent. */
  readonly forgetsDeliveries: boolean;
  /** Resolves when all is whole again. */
  strike(random: SeededRandom): Promise<void>;
}

/** From a request until it is answered, and until callbacks, checks and webhooks have passed. */
const STRIKES_WITHIN_MS = 1500;

/** Gives work to the platform in waves, and breaks something in each of them. */
export class Storm {
  readonly struck = new Map<string, number>();
  /** How often a worker may have forgotten what it has sent. */
  forgetful = 0;

  constructor(
    private readonly faults: readonly Fault[],
    private readonly random: SeededRandom,
  ) {}

  /** What an earlier wave has left undone goes on beside the later ones. Resolves when all is done. */
  async rageDuring(waves: readonly (() => Promise<void>)[]): Promise<void> {
    const underWay: Promise<void>[] = [];
    for (const beginWave of waves) {
      const fault = this.draw();
      underWay.push(beginWave());
      await delay(this.random.between(0, STRIKES_WITHIN_MS));
      await fault.strike(this.random);
      this.struck.set(fault.name, (this.struck.get(fault.name) ?? 0) + 1);
      if (fault.forgetsDeliveries) this.forgetful += 1;
    }
    await Promise.all(underWay);
  }

  private draw(): Fault {
    let left = this.random.next() * this.faults.reduce((sum, { weight }) => sum + weight, 0);
    for (const fault of this.faults) {
      left -= fault.weight;
      if (left < 0) return fault;
    }
    throw new RangeError('There is nothing to break');
  }
}
