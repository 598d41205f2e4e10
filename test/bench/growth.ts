import { median } from './latencies.js';

/** By so much one span of minutes differs from another on a machine that does nothing else. */
export const NOISE = 1.25;
const SPAN_MINUTES = 3;
/** One-sided, one time in ten. */
const SIGNIFICANT_Z = 1.2816;

export interface Growth {
  /** The middle of the three minutes behind the first. */
  readonly early: number;
  /** The middle of the last three. */
  readonly late: number;
  readonly ratio: number;
  readonly grows: boolean;
}

/**
 * Whether a figure grows from minute to minute; the first of them warms up and is left out. Its end must lie above its beginning
 * by more than noise, and it must rise all along: by the test of Mann and Kendall more pairs of minutes rise than chance has it.
 * Ends alone would tell where the loud minutes lie, in which autovacuum comes by or a neighbour wants the machine.
 */
export function growthOf(minutes: readonly number[]): Growth {
  const behindTheFirst = minutes.slice(1);
  const early = median(behindTheFirst.slice(0, SPAN_MINUTES));
  const late = median(behindTheFirst.slice(-SPAN_MINUTES));
  const ratio = late / early;
  return { early, late, ratio, grows: ratio > NOISE && rises(behindTheFirst) };
}

function rises(values: readonly number[]): boolean {
  const count = values.length;
  let rising = 0;
  for (const [at, value] of values.entries()) {
    for (const later of values.slice(at + 1)) rising += Math.sign(later - value);
  }
  // Less one: sums are whole numbers, two apart.
  return (rising - 1) / Math.sqrt((count * (count - 1) * (2 * count + 5)) / 18) > SIGNIFICANT_Z;
}
