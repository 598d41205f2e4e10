import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { StateStore, type DocumentCollection } from './state-store.js';

/** setTimeout fires at once above this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const OFFSET = 'offsetMs';

interface Appointment {
  readonly dueAtMs: number;
  readonly run: () => void;
  timer?: NodeJS.Timeout;
}

/** The machine's clock plus an offset. Everything that waits, waits by this clock, so that moving it moves all delays. */
@Injectable()
export class SimulatedClock implements BeforeApplicationShutdown {
  private readonly appointments = new Map<string, Appointment>();
  private readonly settings: DocumentCollection<number>;

  constructor(state: StateStore) {
    this.settings = state.collection<number>('clock');
  }

  get offsetMs(): number {
    return this.settings.get(OFFSET) ?? 0;
  }

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  nowIso(): string {
    return new Date(this.nowMs()).toISOString();
  }

  /** Safe to repeat. What has come due by the new time runs in the next turn of the event loop. */
  setOffset(offsetMs: number): void {
    this.settings.put(OFFSET, offsetMs);
    for (const [key, appointment] of this.appointments) this.arm(key, appointment);
  }

  /** Runs once at the simulated time; the same key again replaces the earlier appointment. */
  at(key: string, dueAtMs: number, run: () => void): void {
    this.cancel(key);
    const appointment: Appointment = { dueAtMs, run };
    this.appointments.set(key, appointment);
    this.arm(key, appointment);
  }

  cancel(key: string): void {
    clearTimeout(this.appointments.get(key)?.timer);
    this.appointments.delete(key);
  }

  cancelAll(): void {
    for (const key of [...this.appointments.keys()]) this.cancel(key);
  }

  beforeApplicationShutdown(): void {
    this.cancelAll();
  }

  private arm(key: string, appointment: Appointment): void {
    clearTimeout(appointment.timer);
    const waitMs = Math.min(Math.max(appointment.dueAtMs - this.nowMs(), 0), LONGEST_TIMER_MS);
    appointment.timer = setTimeout(() => {
      // A timer may fire a millisecond early, and the longest ones are armed in stages.
      if (appointment.dueAtMs > this.nowMs()) return this.arm(key, appointment);
      this.appointments.delete(key);
      appointment.run();
    }, waitMs);
  }
}
