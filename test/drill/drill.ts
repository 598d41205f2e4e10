export type Say = (line: string) => void;

/** Of the drill that replaces processes. */
export interface DrillPlan {
  /** How often each is replaced. */
  readonly rounds: number;
  /** They are killed, so that the drill must find what was lost. */
  readonly isControl: boolean;
}

/** Tells what a drill does, and how long each step took. A step that does not hold throws, and the drill has failed. */
export class Drill {
  private steps = 0;

  constructor(private readonly say: Say) {}

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    try {
      const result = await work();
      this.steps += 1;
      this.say(`  ✓ ${what} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
      return result;
    } catch (error) {
      this.say(`  ✗ ${what}`);
      throw error;
    }
  }

  note(line: string): void {
    this.say(`    ${line}`);
  }
}

/** What a drill needs and this machine has not: no fault of the platform. */
export class DrillCannotRun extends Error {}
