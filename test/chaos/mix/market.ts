import { DashboardClient } from '../../support/platform-processes/dashboard-client.js';
import { STAKEHOLDER } from '../../support/onboarding.js';
import type { Deployment, Member } from '../faults/deployment.js';
import { kindOf } from '../receivers/manners.js';
import { MERCHANTS, type Receivers } from '../receivers/receivers.js';
import type { Intention } from './intentions.js';
import { DoorsInTurn } from './doors-in-turn.js';
import { Merchant, type Doors } from './merchant.js';
import { Records } from './records.js';

/** To each api. */
const CONNECTIONS = 32;

/** Where merchants are paid out to; to a simulated MTN account without. */
const WALLETS: readonly (string | null)[] = [null, '+237699000010', '+237671000010'];

/** The merchants of a run, each with its receivers, and what they and their payers know. */
export class Market {
  readonly records = new Records();
  private readonly merchants: Merchant[] = [];

  private constructor(private readonly doors: Doors) {}

  static async open({ apis }: Deployment, receivers: Receivers): Promise<Market> {
    const [first, ...others] = apis;
    const inTurn = (door: 'dashboard' | 'payment-links'): DoorsInTurn => {
      const client = ({ ports }: Member): DashboardClient =>
        new DashboardClient(`http://127.0.0.1:${ports[door]}`, CONNECTIONS);
      return new DoorsInTurn([client(first), ...others.map(client)]);
    };
    const market = new Market({ dashboard: inTurn('dashboard'), links: inTurn('payment-links') });
    for (let merchant = 0; merchant < MERCHANTS; merchant += 1) {
      await market.welcome(receivers.of(merchant), WALLETS[merchant] ?? null);
    }
    return market;
  }

  /** Resolves when it is known of each what became of it. Never rejects. */
  async carryOut(intentions: readonly Intention[]): Promise<void> {
    await Promise.all(intentions.flatMap((one) => this.merchants[one.merchant]?.carryOut(one) ?? []));
  }

  async close(): Promise<void> {
    await Promise.all([this.doors.dashboard, this.doors.links].map((door) => door.close()));
  }

  private async welcome(receivers: ReturnType<Receivers['of']>, phone: string | null): Promise<void> {
    const dashboard = this.doors.dashboard.first;
    const token = await dashboard.signUp();
    if (phone !== null) {
      await dashboard.expect(200, '/onboarding/stakeholder', { token, body: { ...STAKEHOLDER, phone } });
    }
    for (const { url, kind } of receivers) {
      const { events, types } = kindOf(kind);
      this.records.endpoints.set(await dashboard.createWebhook(token, url, events), types);
    }
    this.merchants.push(new Merchant(this.doors, token, this.records));
  }
}
