import type { INestApplicationContext } from '@nestjs/common';

/** Where a command speaks to whoever runs it. */
export interface Terminal {
  say(line: string): void;
  /** A secret, typed without echo or read from what is piped in. */
  readPassword(): Promise<string>;
}

/** An operations command over a running core. Resolves to its exit code: 0 when all is well. */
export type OperationsCommand = (
  core: INestApplicationContext,
  args: readonly string[],
  terminal: Terminal,
) => Promise<number>;

/** A command cannot be run as it was typed, or where it was typed. The message says what to do. */
export class CommandProblem extends Error {}

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
