import { setTimeout as delay } from 'node:timers/promises';
import type { SeededRandom } from './seeded-random.js';

/** Something that can be killed in the middle of its work, and comes back. */
export interface Target {
  readonly name: string;
  /** How long after it was given work it may still be at it. */
  readonly busyForMs: number;
  /** Resolves when it has gone and is at work again. */
  killAndRevive(): Promise<void>;
}

/** Gives work to the platform in waves, and kills something in each of them. */
export class Killer {
  readonly killed = new Map<string, number>();

  constructor(
    private readonly targets: readonly Target[],
    private readonly random: SeededRandom,
  ) {
    for (const { name } of targets) this.killed.set(name, 0);
  }

  /** What an earlier wave has left undone goes on beside the later ones. Resolves when all is done. */
  async killDuring(waves: readonly (() => Promise<void>)[]): Promise<void> {
    const underWay: Promise<void>[] = [];
    for (const beginWave of waves) {
      const target = this.random.pick(this.targets);
      underWay.push(beginWave());
      await delay(this.random.between(0, target.busyForMs));
      await target.killAndRevive();
      this.killed.set(target.name, (this.killed.get(target.name) ?? 0) + 1);
    }
    await Promise.all(underWay);
  }
}
