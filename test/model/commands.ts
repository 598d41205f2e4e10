import fc from 'fast-check';
import { emptying, money } from './money-commands.js';
import { paid, paying } from './payment-commands.js';
import { objections, surroundings } from './surrounding-commands.js';
import type { Command } from './command.js';

/**
 * Up to so many commands, drawn from all that a merchant, its payers, its operators, the staff and the worker do; every second
 * run from the few that leave a merchant with nothing, which seldom come together among all.
 */
export function commandsUpTo(maxCommands: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> {
  const options = { maxCommands, size: 'max' as const, ...(replayPath === undefined ? {} : { replayPath }) };
  return fc.oneof(
    fc.commands([...paying, ...money, ...surroundings], options),
    fc.commands([...paid, ...emptying, ...objections], options),
  );
}
