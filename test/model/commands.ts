import fc from 'fast-check';
import { money } from './money-commands.js';
import { paying } from './payment-commands.js';
import { surroundings } from './surrounding-commands.js';
import type { Command } from './command.js';

/** Up to so many commands, drawn from all that a merchant, its payers, its operators, the staff and the worker do. */
export const commandsUpTo = (maxCommands: number, replayPath?: string): fc.Arbitrary<Iterable<Command>> =>
  fc.commands([...paying, ...money, ...surroundings], {
    maxCommands,
    size: 'max',
    ...(replayPath === undefined ? {} : { replayPath }),
  });
