import type { Answer, DashboardClient } from '../../support/platform-processes/dashboard-client.js';

/** The same door of several processes, called in turn, as by a balancer that does not know who is well. */
export class DoorsInTurn {
  private calls = 0;

  constructor(private readonly doors: readonly [DashboardClient, ...DashboardClient[]]) {}

  get first(): DashboardClient {
    return this.doors[0];
  }

  call(...call: Parameters<DashboardClient['call']>): Promise<Answer> {
    const door = this.doors[this.calls % this.doors.length] ?? this.first;
    this.calls += 1;
    return door.call(...call);
  }

  async close(): Promise<void> {
    await Promise.all(this.doors.map((door) => door.close()));
  }
}
