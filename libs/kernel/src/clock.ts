/** The time as the domain knows it. An abstract class, so that it is also the injection token. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}

/** Time that runs on, shifted by an offset: lets a sandbox or a test reach a deadline without waiting for it. */
export class MovableClock extends Clock {
  private currentOffsetMs = 0;

  constructor(private readonly base: Clock = new SystemClock()) {
    super();
  }

  get offsetMs(): number {
    return this.currentOffsetMs;
  }

  now(): Date {
    return new Date(this.base.now().getTime() + this.currentOffsetMs);
  }

  advanceMs(ms: number): void {
    this.setOffsetMs(this.currentOffsetMs + ms);
  }

  setOffsetMs(ms: number): void {
    if (!Number.isSafeInteger(ms)) throw new RangeError(`A clock offset is a whole number of milliseconds, not ${ms}`);
    this.currentOffsetMs = ms;
  }
}

/** Time that stands still until it is told to move. */
export class FixedClock extends Clock {
  private instantMs: number;

  constructor(instant: Date) {
    super();
    this.instantMs = instant.getTime();
  }

  now(): Date {
    return new Date(this.instantMs);
  }

  set(instant: Date): void {
    this.instantMs = instant.getTime();
  }

  advanceMs(ms: number): void {
    this.instantMs += ms;
  }
}
