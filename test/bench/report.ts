import { median } from './latencies.js';

/** One thing that was measured, as a person reads it. */
export interface Line {
  readonly what: string;
  readonly platform: string;
  /** What it is held against. */
  readonly beside?: string;
  readonly ratio?: string;
  readonly goal?: string;
  /** Undefined where nothing was promised. */
  readonly holds?: boolean;
}

export interface PartReport {
  readonly part: string;
  readonly lines: readonly Line[];
  /** Everything that was measured, for whoever compares runs. */
  readonly data: object;
  /** Why the measurement does not count: unexpected answers, unsound books, unequal rows. */
  readonly problems: readonly string[];
}

export interface Ratio {
  readonly pairs: readonly number[];
  readonly median: number;
  readonly worst: number;
}

export function ratioOf(platform: readonly number[], floor: readonly number[]): Ratio {
  const pairs = platform.map((value, index) => value / (floor[index] ?? Number.NaN));
  return { pairs, median: median(pairs), worst: Math.min(...pairs) };
}

export const ratioText = (ratio: Ratio): string => `${ratio.median.toFixed(2)} (worst ${ratio.worst.toFixed(2)})`;
export const perSecond = (rate: number): string => `${rate.toFixed(0)}/s`;
export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const micros = (value: number): string => `${value.toFixed(0)} µs`;
export const megabytes = (value: number): string => `${value.toFixed(0)} MB`;

const COLUMNS = ['what', 'platform', 'beside', 'ratio', 'goal', ''] as const;

export function table({ part, lines, problems }: PartReport): string {
  const rows = lines.map((line) => [
    line.what,
    line.platform,
    line.beside ?? '',
    line.ratio ?? '',
    line.goal ?? '',
    line.holds === undefined ? '' : line.holds ? '✓' : '✗',
  ]);
  const widths = COLUMNS.map((name, index) => Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)));
  const write = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('  ')
      .trimEnd();
  const void_ = problems.map((problem) => `VOID: ${problem}`);
  return [`\n${part}`, write(COLUMNS), ...rows.map(write), ...void_].join('\n');
}
