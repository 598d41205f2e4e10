import { SeededRandom } from '../seeded-random.js';
import type { ReceiverKind } from './manners.js';
import { Receiver } from './receiver.js';

/** What each merchant has webhooks sent to. */
const OF_MERCHANTS: readonly (readonly ReceiverKind[])[] = [
  ['up', 'lying'],
  ['failing', 'gone', 'slow'],
  ['up', 'failing once'],
];

export const MERCHANTS = OF_MERCHANTS.length;

/** All receivers of a run; down together when a fault says so. */
export class Receivers {
  private constructor(private readonly ofMerchants: readonly (readonly Receiver[])[]) {}

  static async start(seed: number, senderPatienceMs: number): Promise<Receivers> {
    const started = OF_MERCHANTS.map((kinds, merchant) =>
      Promise.all(
        kinds.map((kind, index) =>
          Receiver.start(kind, new SeededRandom(seed + 10 * merchant + index), senderPatienceMs),
        ),
      ),
    );
    return new Receivers(await Promise.all(started));
  }

  of(merchant: number): readonly Receiver[] {
    return this.ofMerchants[merchant] ?? [];
  }

  get all(): readonly Receiver[] {
    return this.ofMerchants.flat();
  }

  set areDown(areDown: boolean) {
    for (const receiver of this.all) receiver.isDown = areDown;
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map((receiver) => receiver.stop()));
  }
}
