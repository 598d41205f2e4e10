import type fc from 'fast-check';
import { brokenLaws } from './laws.js';
import type { MerchantModel } from './merchant-model.js';
import { lookAt, pictureOf } from './seen.js';
import type { Trade } from './trade.js';

export type Command = fc.AsyncCommand<MerchantModel, Trade>;

interface Deed<Drawn> {
  readonly name: string;
  readonly drawn: fc.Arbitrary<Drawn>;
  /** Whether there is anything to do it with. */
  readonly may?: (model: Readonly<MerchantModel>) => boolean;
  /** Does it, lets the model do it as well, and compares what each says of it. */
  readonly run: (model: MerchantModel, trade: Trade, drawn: Drawn) => Promise<void>;
}

/** A deed after which the platform must look as the model does, and break no law. */
export const command = <Drawn>({ name, drawn, may, run }: Deed<Drawn>): fc.Arbitrary<Command> =>
  drawn.map((values) => ({
    check: (model) => may?.(model) ?? true,
    run: async (model, trade) => {
      await run(model, trade, values);
      expect(await brokenLaws(trade.core)).toEqual([]);
      expect(await lookAt(trade, model)).toEqual(pictureOf(model));
    },
    toString: () => `${name}(${values === null ? '' : JSON.stringify(values)})`,
  }));

/**
 * One of them, by a number that was drawn before anybody knew how many there would be; three times out of four one with
 * which something can be done.
 */
export function pick<T>(from: readonly T[], drawn: number, isWorthIt: (one: T) => boolean = () => true): T {
  const worthIt = drawn % 4 === 3 ? [] : from.filter(isWorthIt);
  const among = worthIt.length > 0 ? worthIt : from;
  return among[drawn % among.length]!;
}

/** How often it comes up among the others. */
export const times = (count: number, drawn: fc.Arbitrary<Command>): fc.Arbitrary<Command>[] =>
  Array.from({ length: count }, () => drawn);
