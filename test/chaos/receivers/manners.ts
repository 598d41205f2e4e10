import type { SeededRandom } from '../seeded-random.js';

/** What a receiver of webhooks does with a call. `late` takes it and says so when nobody listens any more. */
export type Manner = 'take' | 'late' | 'hang' | 'reset' | 'reset after taking' | 'redirect' | '500' | '503';

interface Kind {
  /** Names of events, as an endpoint asks for them. */
  readonly events: readonly string[];
  /** The same in the words of the core; null: all that are told at all. */
  readonly types: readonly string[] | null;
  readonly waitsMs: readonly [least: number, most: number];
  manner(random: SeededRandom, callsBefore: number): Manner;
}

const EVERYTHING = { events: ['*'], types: null, waitsMs: [0, 0] } as const;

/** Receivers as there are. All but `gone` take everything in the end. */
export const KINDS = {
  up: { ...EVERYTHING, manner: () => 'take' },
  slow: { ...EVERYTHING, waitsMs: [20, 400], manner: () => 'take' },
  failing: {
    ...EVERYTHING,
    manner: (random) => (random.next() < 0.2 ? random.pick(['500', '503', 'reset'] as const) : 'take'),
  },
  'failing once': { ...EVERYTHING, manner: (_, callsBefore) => (callsBefore === 0 ? '500' : 'take') },
  lying: {
    ...EVERYTHING,
    manner: (random) =>
      random.next() < 0.06 ? random.pick(['late', 'hang', 'reset after taking', 'redirect'] as const) : 'take',
  },
  /** Of few events: each is tried ten times. */
  gone: {
    events: ['payout.failed', 'chargeback.opened'],
    types: ['payout.failed', 'dispute.opened'],
    waitsMs: [0, 0],
    manner: () => 'redirect',
  },
} as const satisfies Record<string, Kind>;

export type ReceiverKind = keyof typeof KINDS;

export const kindOf = (name: ReceiverKind): Kind => KINDS[name];
